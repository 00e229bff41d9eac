// Made from src/spec/session-pool.schema.json by "npm run generate". Change that file, not this one.
// biome-ignore-all format: generated
// biome-ignore-all lint: generated
/* oxlint-disable */
var I=(y,s)=>()=>{try{return s||y((s={exports:{}}).exports,s),s.exports}catch(w){throw s=0,w}};var A=I(k=>{"use strict";Object.defineProperty(k,"__esModule",{value:!0});function T(y){let s=y.length,w=0,P=0,
C;for(;P<s;)w++,C=y.charCodeAt(P++),C>=55296&&C<=56319&&P<s&&(C=y.charCodeAt(P),(C&64512)===56320&&P++);return w}
k.default=T;T.code='require("ajv/dist/runtime/ucs2length").default'});var M=S,g={type:"object",required:["subscriptionId","resourceGroup","name","location","properties"],additionalProperties:!1,
properties:{$schema:{type:"string"},subscriptionId:{type:"string",pattern:"^[0-9A-Fa-f]{8}(-[0-9A-Fa-f]{4}){3}\
-[0-9A-Fa-f]{12}$"},resourceGroup:{type:"string",minLength:1,maxLength:90,pattern:"^[-\\p{L}\\p{Mn}\\p{Nd}\\p{Pc}.\
()]*[-\\p{L}\\p{Mn}\\p{Nd}\\p{Pc}()]$"},name:{type:"string",minLength:3,maxLength:63,pattern:"^[a-z][-a-z0-9]*\
$"},location:{type:"string",pattern:"\\S"},identity:{type:"object",required:["type"],additionalProperties:!1,properties:{
type:{type:"string",enum:["None","SystemAssigned","UserAssigned","SystemAssigned,UserAssigned"]},userAssignedIdentities:{
type:"object",additionalProperties:{type:"object",additionalProperties:!1}}}},properties:{type:"object",additionalProperties:!1,
properties:{environmentId:{type:"string",minLength:1},containerType:{type:"string",enum:["CustomContainer","Py\
thonLTS","NodeLTS","Shell"]},poolManagementType:{type:"string",enum:["Manual","Dynamic"]},scaleConfiguration:{
type:"object",additionalProperties:!1,properties:{maxConcurrentSessions:{type:"integer",minimum:1,maximum:2147483647},
readySessionInstances:{type:"integer",minimum:0,maximum:2147483647}}},secrets:{type:"array",maxItems:100,items:{
type:"object",additionalProperties:!1,required:["name","keyVaultSecret"],properties:{name:{type:"string",minLength:1,
maxLength:253},keyVaultSecret:{type:"string",pattern:"^https://[A-Za-z][A-Za-z0-9-]{1,22}[A-Za-z0-9]\\.vault\\.(\
azure\\.net|azure\\.cn|usgovcloudapi\\.net)/secrets/[A-Za-z0-9-]{1,127}(/[0-9A-Fa-f]{32})?$"}}}},dynamicPoolConfiguration:{
type:"object",additionalProperties:!1,properties:{lifecycleConfiguration:{type:"object",additionalProperties:!1,
properties:{lifecycleType:{type:"string",enum:["Timed","OnContainerExit"]},cooldownPeriodInSeconds:{type:"inte\
ger",minimum:300,maximum:3600},maxAlivePeriodInSeconds:{type:"integer",minimum:1,maximum:2147483647}}}}},customContainerTemplate:{
type:"object",additionalProperties:!1,properties:{registryCredentials:{type:"object",additionalProperties:!1,properties:{
server:{type:"string",minLength:1},username:{type:"string",minLength:1},passwordSecretRef:{type:"string",minLength:1},
identity:{type:"string",minLength:1}}},containers:{type:"array",minItems:1,items:{type:"object",additionalProperties:!1,
properties:{image:{type:"string",minLength:1},name:{type:"string",minLength:1},command:{type:"array",items:{type:"\
string"}},args:{type:"array",items:{type:"string"}},env:{type:"array",items:{type:"object",additionalProperties:!1,
properties:{name:{type:"string",minLength:1},value:{type:"string"},secretRef:{type:"string",minLength:1}}}},resources:{
type:"object",additionalProperties:!1,properties:{cpu:{type:"number",exclusiveMinimum:0},memory:{type:"string",
pattern:"^[0-9]+(\\.[0-9]+)?[A-Za-z]+$"}}}}}},ingress:{type:"object",additionalProperties:!1,properties:{targetPort:{
type:"integer",minimum:1,maximum:65535}}}}},sessionNetworkConfiguration:{type:"object",additionalProperties:!1,
properties:{status:{type:"string",enum:["EgressEnabled","EgressDisabled"]}}},managedIdentitySettings:{type:"ar\
ray",items:{type:"object",required:["identity"],additionalProperties:!1,properties:{identity:{type:"string",minLength:1},
lifecycle:{type:"string",enum:["None","Main"]}}}}}},tags:{type:"object",maxProperties:50,propertyNames:{minLength:1,
maxLength:512,pattern:"^[^<>%&\\\\?/]*$"},additionalProperties:{type:"string",maxLength:256}}}},x=new RegExp("\
^[0-9A-Fa-f]{8}(-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}$","u"),v=new RegExp("^[-\\p{L}\\p{Mn}\\p{Nd}\\p{Pc}.()]*[-\\p{L\
}\\p{Mn}\\p{Nd}\\p{Pc}()]$","u"),L=new RegExp("^[a-z][-a-z0-9]*$","u"),N=new RegExp("\\S","u"),j=new RegExp("^\
https://[A-Za-z][A-Za-z0-9-]{1,22}[A-Za-z0-9]\\.vault\\.(azure\\.net|azure\\.cn|usgovcloudapi\\.net)/secrets/[A-Za-\
z0-9-]{1,127}(/[0-9A-Fa-f]{32})?$","u"),z=new RegExp("^[0-9]+(\\.[0-9]+)?[A-Za-z]+$","u"),q=new RegExp("^[^<>%\
&\\\\?/]*$","u"),u=A().default,F=Object.prototype.hasOwnProperty;function S(y,{instancePath:s="",parentData:w,
parentDataProperty:P,rootData:C=y}={}){let e=null,p=0;if(y&&typeof y=="object"&&!Array.isArray(y)){if(y.subscriptionId===
void 0){let n={instancePath:s,schemaPath:"#/required",keyword:"required",params:{missingProperty:"subscription\
Id"}};e===null?e=[n]:e.push(n),p++}if(y.resourceGroup===void 0){let n={instancePath:s,schemaPath:"#/required",
keyword:"required",params:{missingProperty:"resourceGroup"}};e===null?e=[n]:e.push(n),p++}if(y.name===void 0){
let n={instancePath:s,schemaPath:"#/required",keyword:"required",params:{missingProperty:"name"}};e===null?e=[
n]:e.push(n),p++}if(y.location===void 0){let n={instancePath:s,schemaPath:"#/required",keyword:"required",params:{
missingProperty:"location"}};e===null?e=[n]:e.push(n),p++}if(y.properties===void 0){let n={instancePath:s,schemaPath:"\
#/required",keyword:"required",params:{missingProperty:"properties"}};e===null?e=[n]:e.push(n),p++}for(let n in y)
if(!(n==="$schema"||n==="subscriptionId"||n==="resourceGroup"||n==="name"||n==="location"||n==="identity"||n===
"properties"||n==="tags")){let t={instancePath:s,schemaPath:"#/additionalProperties",keyword:"additionalProper\
ties",params:{additionalProperty:n}};e===null?e=[t]:e.push(t),p++}if(y.$schema!==void 0&&typeof y.$schema!="st\
ring"){let n={instancePath:s+"/$schema",schemaPath:"#/properties/%24schema/type",keyword:"type",params:{type:"\
string"}};e===null?e=[n]:e.push(n),p++}if(y.subscriptionId!==void 0){let n=y.subscriptionId;if(typeof n=="stri\
ng"){if(!x.test(n)){let t={instancePath:s+"/subscriptionId",schemaPath:"#/properties/subscriptionId/pattern",keyword:"\
pattern",params:{pattern:"^[0-9A-Fa-f]{8}(-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}$"}};e===null?e=[t]:e.push(t),p++}}else{
let t={instancePath:s+"/subscriptionId",schemaPath:"#/properties/subscriptionId/type",keyword:"type",params:{type:"\
string"}};e===null?e=[t]:e.push(t),p++}}if(y.resourceGroup!==void 0){let n=y.resourceGroup;if(typeof n=="strin\
g"){if(u(n)>90){let t={instancePath:s+"/resourceGroup",schemaPath:"#/properties/resourceGroup/maxLength",keyword:"\
maxLength",params:{limit:90}};e===null?e=[t]:e.push(t),p++}if(u(n)<1){let t={instancePath:s+"/resourceGroup",schemaPath:"\
#/properties/resourceGroup/minLength",keyword:"minLength",params:{limit:1}};e===null?e=[t]:e.push(t),p++}if(!v.
test(n)){let t={instancePath:s+"/resourceGroup",schemaPath:"#/properties/resourceGroup/pattern",keyword:"patte\
rn",params:{pattern:"^[-\\p{L}\\p{Mn}\\p{Nd}\\p{Pc}.()]*[-\\p{L}\\p{Mn}\\p{Nd}\\p{Pc}()]$"}};e===null?e=[t]:e.
push(t),p++}}else{let t={instancePath:s+"/resourceGroup",schemaPath:"#/properties/resourceGroup/type",keyword:"\
type",params:{type:"string"}};e===null?e=[t]:e.push(t),p++}}if(y.name!==void 0){let n=y.name;if(typeof n=="str\
ing"){if(u(n)>63){let t={instancePath:s+"/name",schemaPath:"#/properties/name/maxLength",keyword:"maxLength",params:{
limit:63}};e===null?e=[t]:e.push(t),p++}if(u(n)<3){let t={instancePath:s+"/name",schemaPath:"#/properties/name\
/minLength",keyword:"minLength",params:{limit:3}};e===null?e=[t]:e.push(t),p++}if(!L.test(n)){let t={instancePath:s+
"/name",schemaPath:"#/properties/name/pattern",keyword:"pattern",params:{pattern:"^[a-z][-a-z0-9]*$"}};e===null?
e=[t]:e.push(t),p++}}else{let t={instancePath:s+"/name",schemaPath:"#/properties/name/type",keyword:"type",params:{
type:"string"}};e===null?e=[t]:e.push(t),p++}}if(y.location!==void 0){let n=y.location;if(typeof n=="string"){
if(!N.test(n)){let t={instancePath:s+"/location",schemaPath:"#/properties/location/pattern",keyword:"pattern",
params:{pattern:"\\S"}};e===null?e=[t]:e.push(t),p++}}else{let t={instancePath:s+"/location",schemaPath:"#/pro\
perties/location/type",keyword:"type",params:{type:"string"}};e===null?e=[t]:e.push(t),p++}}if(y.identity!==void 0){
let n=y.identity;if(n&&typeof n=="object"&&!Array.isArray(n)){if(n.type===void 0){let t={instancePath:s+"/iden\
tity",schemaPath:"#/properties/identity/required",keyword:"required",params:{missingProperty:"type"}};e===null?
e=[t]:e.push(t),p++}for(let t in n)if(!(t==="type"||t==="userAssignedIdentities")){let i={instancePath:s+"/ide\
ntity",schemaPath:"#/properties/identity/additionalProperties",keyword:"additionalProperties",params:{additionalProperty:t}};
e===null?e=[i]:e.push(i),p++}if(n.type!==void 0){let t=n.type;if(typeof t!="string"){let i={instancePath:s+"/i\
dentity/type",schemaPath:"#/properties/identity/properties/type/type",keyword:"type",params:{type:"string"}};e===
null?e=[i]:e.push(i),p++}if(!(t==="None"||t==="SystemAssigned"||t==="UserAssigned"||t==="SystemAssigned,UserAs\
signed")){let i={instancePath:s+"/identity/type",schemaPath:"#/properties/identity/properties/type/enum",keyword:"\
enum",params:{allowedValues:g.properties.identity.properties.type.enum}};e===null?e=[i]:e.push(i),p++}}if(n.userAssignedIdentities!==
void 0){let t=n.userAssignedIdentities;if(t&&typeof t=="object"&&!Array.isArray(t))for(let i in t){let r=t[i];
if(r&&typeof r=="object"&&!Array.isArray(r))for(let o in r){let l={instancePath:s+"/identity/userAssignedIdent\
ities/"+i.replace(/~/g,"~0").replace(/\//g,"~1"),schemaPath:"#/properties/identity/properties/userAssignedIden\
tities/additionalProperties/additionalProperties",keyword:"additionalProperties",params:{additionalProperty:o}};
e===null?e=[l]:e.push(l),p++}else{let o={instancePath:s+"/identity/userAssignedIdentities/"+i.replace(/~/g,"~0").
replace(/\//g,"~1"),schemaPath:"#/properties/identity/properties/userAssignedIdentities/additionalProperties/t\
ype",keyword:"type",params:{type:"object"}};e===null?e=[o]:e.push(o),p++}}else{let i={instancePath:s+"/identit\
y/userAssignedIdentities",schemaPath:"#/properties/identity/properties/userAssignedIdentities/type",keyword:"t\
ype",params:{type:"object"}};e===null?e=[i]:e.push(i),p++}}}else{let t={instancePath:s+"/identity",schemaPath:"\
#/properties/identity/type",keyword:"type",params:{type:"object"}};e===null?e=[t]:e.push(t),p++}}if(y.properties!==
void 0){let n=y.properties;if(n&&typeof n=="object"&&!Array.isArray(n)){for(let t in n)if(!F.call(g.properties.
properties.properties,t)){let i={instancePath:s+"/properties",schemaPath:"#/properties/properties/additionalPr\
operties",keyword:"additionalProperties",params:{additionalProperty:t}};e===null?e=[i]:e.push(i),p++}if(n.environmentId!==
void 0){let t=n.environmentId;if(typeof t=="string"){if(u(t)<1){let i={instancePath:s+"/properties/environment\
Id",schemaPath:"#/properties/properties/properties/environmentId/minLength",keyword:"minLength",params:{limit:1}};
e===null?e=[i]:e.push(i),p++}}else{let i={instancePath:s+"/properties/environmentId",schemaPath:"#/properties/\
properties/properties/environmentId/type",keyword:"type",params:{type:"string"}};e===null?e=[i]:e.push(i),p++}}
if(n.containerType!==void 0){let t=n.containerType;if(typeof t!="string"){let i={instancePath:s+"/properties/c\
ontainerType",schemaPath:"#/properties/properties/properties/containerType/type",keyword:"type",params:{type:"\
string"}};e===null?e=[i]:e.push(i),p++}if(!(t==="CustomContainer"||t==="PythonLTS"||t==="NodeLTS"||t==="Shell")){
let i={instancePath:s+"/properties/containerType",schemaPath:"#/properties/properties/properties/containerType\
/enum",keyword:"enum",params:{allowedValues:g.properties.properties.properties.containerType.enum}};e===null?e=
[i]:e.push(i),p++}}if(n.poolManagementType!==void 0){let t=n.poolManagementType;if(typeof t!="string"){let i={
instancePath:s+"/properties/poolManagementType",schemaPath:"#/properties/properties/properties/poolManagementT\
ype/type",keyword:"type",params:{type:"string"}};e===null?e=[i]:e.push(i),p++}if(!(t==="Manual"||t==="Dynamic")){
let i={instancePath:s+"/properties/poolManagementType",schemaPath:"#/properties/properties/properties/poolMana\
gementType/enum",keyword:"enum",params:{allowedValues:g.properties.properties.properties.poolManagementType.enum}};
e===null?e=[i]:e.push(i),p++}}if(n.scaleConfiguration!==void 0){let t=n.scaleConfiguration;if(t&&typeof t=="ob\
ject"&&!Array.isArray(t)){for(let i in t)if(!(i==="maxConcurrentSessions"||i==="readySessionInstances")){let r={
instancePath:s+"/properties/scaleConfiguration",schemaPath:"#/properties/properties/properties/scaleConfigurat\
ion/additionalProperties",keyword:"additionalProperties",params:{additionalProperty:i}};e===null?e=[r]:e.push(
r),p++}if(t.maxConcurrentSessions!==void 0){let i=t.maxConcurrentSessions;if(!(typeof i=="number"&&!(i%1)&&!isNaN(
i)&&isFinite(i))){let r={instancePath:s+"/properties/scaleConfiguration/maxConcurrentSessions",schemaPath:"#/p\
roperties/properties/properties/scaleConfiguration/properties/maxConcurrentSessions/type",keyword:"type",params:{
type:"integer"}};e===null?e=[r]:e.push(r),p++}if(typeof i=="number"&&isFinite(i)){if(i>2147483647||isNaN(i)){let r={
instancePath:s+"/properties/scaleConfiguration/maxConcurrentSessions",schemaPath:"#/properties/properties/prop\
erties/scaleConfiguration/properties/maxConcurrentSessions/maximum",keyword:"maximum",params:{comparison:"<=",
limit:2147483647}};e===null?e=[r]:e.push(r),p++}if(i<1||isNaN(i)){let r={instancePath:s+"/properties/scaleConf\
iguration/maxConcurrentSessions",schemaPath:"#/properties/properties/properties/scaleConfiguration/properties/\
maxConcurrentSessions/minimum",keyword:"minimum",params:{comparison:">=",limit:1}};e===null?e=[r]:e.push(r),p++}}}
if(t.readySessionInstances!==void 0){let i=t.readySessionInstances;if(!(typeof i=="number"&&!(i%1)&&!isNaN(i)&&
isFinite(i))){let r={instancePath:s+"/properties/scaleConfiguration/readySessionInstances",schemaPath:"#/prope\
rties/properties/properties/scaleConfiguration/properties/readySessionInstances/type",keyword:"type",params:{type:"\
integer"}};e===null?e=[r]:e.push(r),p++}if(typeof i=="number"&&isFinite(i)){if(i>2147483647||isNaN(i)){let r={
instancePath:s+"/properties/scaleConfiguration/readySessionInstances",schemaPath:"#/properties/properties/prop\
erties/scaleConfiguration/properties/readySessionInstances/maximum",keyword:"maximum",params:{comparison:"<=",
limit:2147483647}};e===null?e=[r]:e.push(r),p++}if(i<0||isNaN(i)){let r={instancePath:s+"/properties/scaleConf\
iguration/readySessionInstances",schemaPath:"#/properties/properties/properties/scaleConfiguration/properties/\
readySessionInstances/minimum",keyword:"minimum",params:{comparison:">=",limit:0}};e===null?e=[r]:e.push(r),p++}}}}else{
let i={instancePath:s+"/properties/scaleConfiguration",schemaPath:"#/properties/properties/properties/scaleCon\
figuration/type",keyword:"type",params:{type:"object"}};e===null?e=[i]:e.push(i),p++}}if(n.secrets!==void 0){let t=n.
secrets;if(Array.isArray(t)){if(t.length>100){let r={instancePath:s+"/properties/secrets",schemaPath:"#/proper\
ties/properties/properties/secrets/maxItems",keyword:"maxItems",params:{limit:100}};e===null?e=[r]:e.push(r),p++}
let i=t.length;for(let r=0;r<i;r++){let o=t[r];if(o&&typeof o=="object"&&!Array.isArray(o)){if(o.name===void 0){
let l={instancePath:s+"/properties/secrets/"+r,schemaPath:"#/properties/properties/properties/secrets/items/re\
quired",keyword:"required",params:{missingProperty:"name"}};e===null?e=[l]:e.push(l),p++}if(o.keyVaultSecret===
void 0){let l={instancePath:s+"/properties/secrets/"+r,schemaPath:"#/properties/properties/properties/secrets/\
items/required",keyword:"required",params:{missingProperty:"keyVaultSecret"}};e===null?e=[l]:e.push(l),p++}for(let l in o)
if(!(l==="name"||l==="keyVaultSecret")){let a={instancePath:s+"/properties/secrets/"+r,schemaPath:"#/propertie\
s/properties/properties/secrets/items/additionalProperties",keyword:"additionalProperties",params:{additionalProperty:l}};
e===null?e=[a]:e.push(a),p++}if(o.name!==void 0){let l=o.name;if(typeof l=="string"){if(u(l)>253){let a={instancePath:s+
"/properties/secrets/"+r+"/name",schemaPath:"#/properties/properties/properties/secrets/items/properties/name/\
maxLength",keyword:"maxLength",params:{limit:253}};e===null?e=[a]:e.push(a),p++}if(u(l)<1){let a={instancePath:s+
"/properties/secrets/"+r+"/name",schemaPath:"#/properties/properties/properties/secrets/items/properties/name/\
minLength",keyword:"minLength",params:{limit:1}};e===null?e=[a]:e.push(a),p++}}else{let a={instancePath:s+"/pr\
operties/secrets/"+r+"/name",schemaPath:"#/properties/properties/properties/secrets/items/properties/name/type",
keyword:"type",params:{type:"string"}};e===null?e=[a]:e.push(a),p++}}if(o.keyVaultSecret!==void 0){let l=o.keyVaultSecret;
if(typeof l=="string"){if(!j.test(l)){let a={instancePath:s+"/properties/secrets/"+r+"/keyVaultSecret",schemaPath:"\
#/properties/properties/properties/secrets/items/properties/keyVaultSecret/pattern",keyword:"pattern",params:{
pattern:"^https://[A-Za-z][A-Za-z0-9-]{1,22}[A-Za-z0-9]\\.vault\\.(azure\\.net|azure\\.cn|usgovcloudapi\\.net)/secr\
ets/[A-Za-z0-9-]{1,127}(/[0-9A-Fa-f]{32})?$"}};e===null?e=[a]:e.push(a),p++}}else{let a={instancePath:s+"/prop\
erties/secrets/"+r+"/keyVaultSecret",schemaPath:"#/properties/properties/properties/secrets/items/properties/k\
eyVaultSecret/type",keyword:"type",params:{type:"string"}};e===null?e=[a]:e.push(a),p++}}}else{let l={instancePath:s+
"/properties/secrets/"+r,schemaPath:"#/properties/properties/properties/secrets/items/type",keyword:"type",params:{
type:"object"}};e===null?e=[l]:e.push(l),p++}}}else{let i={instancePath:s+"/properties/secrets",schemaPath:"#/\
properties/properties/properties/secrets/type",keyword:"type",params:{type:"array"}};e===null?e=[i]:e.push(i),
p++}}if(n.dynamicPoolConfiguration!==void 0){let t=n.dynamicPoolConfiguration;if(t&&typeof t=="object"&&!Array.
isArray(t)){for(let i in t)if(i!=="lifecycleConfiguration"){let r={instancePath:s+"/properties/dynamicPoolConf\
iguration",schemaPath:"#/properties/properties/properties/dynamicPoolConfiguration/additionalProperties",keyword:"\
additionalProperties",params:{additionalProperty:i}};e===null?e=[r]:e.push(r),p++}if(t.lifecycleConfiguration!==
void 0){let i=t.lifecycleConfiguration;if(i&&typeof i=="object"&&!Array.isArray(i)){for(let r in i)if(!(r==="l\
ifecycleType"||r==="cooldownPeriodInSeconds"||r==="maxAlivePeriodInSeconds")){let o={instancePath:s+"/properti\
es/dynamicPoolConfiguration/lifecycleConfiguration",schemaPath:"#/properties/properties/properties/dynamicPool\
Configuration/properties/lifecycleConfiguration/additionalProperties",keyword:"additionalProperties",params:{additionalProperty:r}};
e===null?e=[o]:e.push(o),p++}if(i.lifecycleType!==void 0){let r=i.lifecycleType;if(typeof r!="string"){let o={
instancePath:s+"/properties/dynamicPoolConfiguration/lifecycleConfiguration/lifecycleType",schemaPath:"#/prope\
rties/properties/properties/dynamicPoolConfiguration/properties/lifecycleConfiguration/properties/lifecycleTyp\
e/type",keyword:"type",params:{type:"string"}};e===null?e=[o]:e.push(o),p++}if(!(r==="Timed"||r==="OnContainer\
Exit")){let o={instancePath:s+"/properties/dynamicPoolConfiguration/lifecycleConfiguration/lifecycleType",schemaPath:"\
#/properties/properties/properties/dynamicPoolConfiguration/properties/lifecycleConfiguration/properties/lifec\
ycleType/enum",keyword:"enum",params:{allowedValues:g.properties.properties.properties.dynamicPoolConfiguration.
properties.lifecycleConfiguration.properties.lifecycleType.enum}};e===null?e=[o]:e.push(o),p++}}if(i.cooldownPeriodInSeconds!==
void 0){let r=i.cooldownPeriodInSeconds;if(!(typeof r=="number"&&!(r%1)&&!isNaN(r)&&isFinite(r))){let o={instancePath:s+
"/properties/dynamicPoolConfiguration/lifecycleConfiguration/cooldownPeriodInSeconds",schemaPath:"#/properties\
/properties/properties/dynamicPoolConfiguration/properties/lifecycleConfiguration/properties/cooldownPeriodInS\
econds/type",keyword:"type",params:{type:"integer"}};e===null?e=[o]:e.push(o),p++}if(typeof r=="number"&&isFinite(
r)){if(r>3600||isNaN(r)){let o={instancePath:s+"/properties/dynamicPoolConfiguration/lifecycleConfiguration/co\
oldownPeriodInSeconds",schemaPath:"#/properties/properties/properties/dynamicPoolConfiguration/properties/life\
cycleConfiguration/properties/cooldownPeriodInSeconds/maximum",keyword:"maximum",params:{comparison:"<=",limit:3600}};
e===null?e=[o]:e.push(o),p++}if(r<300||isNaN(r)){let o={instancePath:s+"/properties/dynamicPoolConfiguration/l\
ifecycleConfiguration/cooldownPeriodInSeconds",schemaPath:"#/properties/properties/properties/dynamicPoolConfi\
guration/properties/lifecycleConfiguration/properties/cooldownPeriodInSeconds/minimum",keyword:"minimum",params:{
comparison:">=",limit:300}};e===null?e=[o]:e.push(o),p++}}}if(i.maxAlivePeriodInSeconds!==void 0){let r=i.maxAlivePeriodInSeconds;
if(!(typeof r=="number"&&!(r%1)&&!isNaN(r)&&isFinite(r))){let o={instancePath:s+"/properties/dynamicPoolConfig\
uration/lifecycleConfiguration/maxAlivePeriodInSeconds",schemaPath:"#/properties/properties/properties/dynamic\
PoolConfiguration/properties/lifecycleConfiguration/properties/maxAlivePeriodInSeconds/type",keyword:"type",params:{
type:"integer"}};e===null?e=[o]:e.push(o),p++}if(typeof r=="number"&&isFinite(r)){if(r>2147483647||isNaN(r)){let o={
instancePath:s+"/properties/dynamicPoolConfiguration/lifecycleConfiguration/maxAlivePeriodInSeconds",schemaPath:"\
#/properties/properties/properties/dynamicPoolConfiguration/properties/lifecycleConfiguration/properties/maxAl\
ivePeriodInSeconds/maximum",keyword:"maximum",params:{comparison:"<=",limit:2147483647}};e===null?e=[o]:e.push(
o),p++}if(r<1||isNaN(r)){let o={instancePath:s+"/properties/dynamicPoolConfiguration/lifecycleConfiguration/ma\
xAlivePeriodInSeconds",schemaPath:"#/properties/properties/properties/dynamicPoolConfiguration/properties/life\
cycleConfiguration/properties/maxAlivePeriodInSeconds/minimum",keyword:"minimum",params:{comparison:">=",limit:1}};
e===null?e=[o]:e.push(o),p++}}}}else{let r={instancePath:s+"/properties/dynamicPoolConfiguration/lifecycleConf\
iguration",schemaPath:"#/properties/properties/properties/dynamicPoolConfiguration/properties/lifecycleConfigu\
ration/type",keyword:"type",params:{type:"object"}};e===null?e=[r]:e.push(r),p++}}}else{let i={instancePath:s+
"/properties/dynamicPoolConfiguration",schemaPath:"#/properties/properties/properties/dynamicPoolConfiguration\
/type",keyword:"type",params:{type:"object"}};e===null?e=[i]:e.push(i),p++}}if(n.customContainerTemplate!==void 0){
let t=n.customContainerTemplate;if(t&&typeof t=="object"&&!Array.isArray(t)){for(let i in t)if(!(i==="registry\
Credentials"||i==="containers"||i==="ingress")){let r={instancePath:s+"/properties/customContainerTemplate",schemaPath:"\
#/properties/properties/properties/customContainerTemplate/additionalProperties",keyword:"additionalProperties",
params:{additionalProperty:i}};e===null?e=[r]:e.push(r),p++}if(t.registryCredentials!==void 0){let i=t.registryCredentials;
if(i&&typeof i=="object"&&!Array.isArray(i)){for(let r in i)if(!(r==="server"||r==="username"||r==="passwordSe\
cretRef"||r==="identity")){let o={instancePath:s+"/properties/customContainerTemplate/registryCredentials",schemaPath:"\
#/properties/properties/properties/customContainerTemplate/properties/registryCredentials/additionalProperties",
keyword:"additionalProperties",params:{additionalProperty:r}};e===null?e=[o]:e.push(o),p++}if(i.server!==void 0){
let r=i.server;if(typeof r=="string"){if(u(r)<1){let o={instancePath:s+"/properties/customContainerTemplate/re\
gistryCredentials/server",schemaPath:"#/properties/properties/properties/customContainerTemplate/properties/re\
gistryCredentials/properties/server/minLength",keyword:"minLength",params:{limit:1}};e===null?e=[o]:e.push(o),
p++}}else{let o={instancePath:s+"/properties/customContainerTemplate/registryCredentials/server",schemaPath:"#\
/properties/properties/properties/customContainerTemplate/properties/registryCredentials/properties/server/typ\
e",keyword:"type",params:{type:"string"}};e===null?e=[o]:e.push(o),p++}}if(i.username!==void 0){let r=i.username;
if(typeof r=="string"){if(u(r)<1){let o={instancePath:s+"/properties/customContainerTemplate/registryCredentia\
ls/username",schemaPath:"#/properties/properties/properties/customContainerTemplate/properties/registryCredent\
ials/properties/username/minLength",keyword:"minLength",params:{limit:1}};e===null?e=[o]:e.push(o),p++}}else{let o={
instancePath:s+"/properties/customContainerTemplate/registryCredentials/username",schemaPath:"#/properties/pro\
perties/properties/customContainerTemplate/properties/registryCredentials/properties/username/type",keyword:"t\
ype",params:{type:"string"}};e===null?e=[o]:e.push(o),p++}}if(i.passwordSecretRef!==void 0){let r=i.passwordSecretRef;
if(typeof r=="string"){if(u(r)<1){let o={instancePath:s+"/properties/customContainerTemplate/registryCredentia\
ls/passwordSecretRef",schemaPath:"#/properties/properties/properties/customContainerTemplate/properties/regist\
ryCredentials/properties/passwordSecretRef/minLength",keyword:"minLength",params:{limit:1}};e===null?e=[o]:e.push(
o),p++}}else{let o={instancePath:s+"/properties/customContainerTemplate/registryCredentials/passwordSecretRef",
schemaPath:"#/properties/properties/properties/customContainerTemplate/properties/registryCredentials/properti\
es/passwordSecretRef/type",keyword:"type",params:{type:"string"}};e===null?e=[o]:e.push(o),p++}}if(i.identity!==
void 0){let r=i.identity;if(typeof r=="string"){if(u(r)<1){let o={instancePath:s+"/properties/customContainerT\
emplate/registryCredentials/identity",schemaPath:"#/properties/properties/properties/customContainerTemplate/p\
roperties/registryCredentials/properties/identity/minLength",keyword:"minLength",params:{limit:1}};e===null?e=
[o]:e.push(o),p++}}else{let o={instancePath:s+"/properties/customContainerTemplate/registryCredentials/identit\
y",schemaPath:"#/properties/properties/properties/customContainerTemplate/properties/registryCredentials/prope\
rties/identity/type",keyword:"type",params:{type:"string"}};e===null?e=[o]:e.push(o),p++}}}else{let r={instancePath:s+
"/properties/customContainerTemplate/registryCredentials",schemaPath:"#/properties/properties/properties/custo\
mContainerTemplate/properties/registryCredentials/type",keyword:"type",params:{type:"object"}};e===null?e=[r]:
e.push(r),p++}}if(t.containers!==void 0){let i=t.containers;if(Array.isArray(i)){if(i.length<1){let o={instancePath:s+
"/properties/customContainerTemplate/containers",schemaPath:"#/properties/properties/properties/customContaine\
rTemplate/properties/containers/minItems",keyword:"minItems",params:{limit:1}};e===null?e=[o]:e.push(o),p++}let r=i.
length;for(let o=0;o<r;o++){let l=i[o];if(l&&typeof l=="object"&&!Array.isArray(l)){for(let a in l)if(!(a==="i\
mage"||a==="name"||a==="command"||a==="args"||a==="env"||a==="resources")){let m={instancePath:s+"/properties/\
customContainerTemplate/containers/"+o,schemaPath:"#/properties/properties/properties/customContainerTemplate/\
properties/containers/items/additionalProperties",keyword:"additionalProperties",params:{additionalProperty:a}};
e===null?e=[m]:e.push(m),p++}if(l.image!==void 0){let a=l.image;if(typeof a=="string"){if(u(a)<1){let m={instancePath:s+
"/properties/customContainerTemplate/containers/"+o+"/image",schemaPath:"#/properties/properties/properties/cu\
stomContainerTemplate/properties/containers/items/properties/image/minLength",keyword:"minLength",params:{limit:1}};
e===null?e=[m]:e.push(m),p++}}else{let m={instancePath:s+"/properties/customContainerTemplate/containers/"+o+"\
/image",schemaPath:"#/properties/properties/properties/customContainerTemplate/properties/containers/items/pro\
perties/image/type",keyword:"type",params:{type:"string"}};e===null?e=[m]:e.push(m),p++}}if(l.name!==void 0){let a=l.
name;if(typeof a=="string"){if(u(a)<1){let m={instancePath:s+"/properties/customContainerTemplate/containers/"+
o+"/name",schemaPath:"#/properties/properties/properties/customContainerTemplate/properties/containers/items/p\
roperties/name/minLength",keyword:"minLength",params:{limit:1}};e===null?e=[m]:e.push(m),p++}}else{let m={instancePath:s+
"/properties/customContainerTemplate/containers/"+o+"/name",schemaPath:"#/properties/properties/properties/cus\
tomContainerTemplate/properties/containers/items/properties/name/type",keyword:"type",params:{type:"string"}};
e===null?e=[m]:e.push(m),p++}}if(l.command!==void 0){let a=l.command;if(Array.isArray(a)){let m=a.length;for(let c=0;c<
m;c++)if(typeof a[c]!="string"){let d={instancePath:s+"/properties/customContainerTemplate/containers/"+o+"/co\
mmand/"+c,schemaPath:"#/properties/properties/properties/customContainerTemplate/properties/containers/items/p\
roperties/command/items/type",keyword:"type",params:{type:"string"}};e===null?e=[d]:e.push(d),p++}}else{let m={
instancePath:s+"/properties/customContainerTemplate/containers/"+o+"/command",schemaPath:"#/properties/propert\
ies/properties/customContainerTemplate/properties/containers/items/properties/command/type",keyword:"type",params:{
type:"array"}};e===null?e=[m]:e.push(m),p++}}if(l.args!==void 0){let a=l.args;if(Array.isArray(a)){let m=a.length;
for(let c=0;c<m;c++)if(typeof a[c]!="string"){let d={instancePath:s+"/properties/customContainerTemplate/conta\
iners/"+o+"/args/"+c,schemaPath:"#/properties/properties/properties/customContainerTemplate/properties/contain\
ers/items/properties/args/items/type",keyword:"type",params:{type:"string"}};e===null?e=[d]:e.push(d),p++}}else{
let m={instancePath:s+"/properties/customContainerTemplate/containers/"+o+"/args",schemaPath:"#/properties/pro\
perties/properties/customContainerTemplate/properties/containers/items/properties/args/type",keyword:"type",params:{
type:"array"}};e===null?e=[m]:e.push(m),p++}}if(l.env!==void 0){let a=l.env;if(Array.isArray(a)){let m=a.length;
for(let c=0;c<m;c++){let d=a[c];if(d&&typeof d=="object"&&!Array.isArray(d)){for(let f in d)if(!(f==="name"||f===
"value"||f==="secretRef")){let h={instancePath:s+"/properties/customContainerTemplate/containers/"+o+"/env/"+c,
schemaPath:"#/properties/properties/properties/customContainerTemplate/properties/containers/items/properties/\
env/items/additionalProperties",keyword:"additionalProperties",params:{additionalProperty:f}};e===null?e=[h]:e.
push(h),p++}if(d.name!==void 0){let f=d.name;if(typeof f=="string"){if(u(f)<1){let h={instancePath:s+"/propert\
ies/customContainerTemplate/containers/"+o+"/env/"+c+"/name",schemaPath:"#/properties/properties/properties/cu\
stomContainerTemplate/properties/containers/items/properties/env/items/properties/name/minLength",keyword:"min\
Length",params:{limit:1}};e===null?e=[h]:e.push(h),p++}}else{let h={instancePath:s+"/properties/customContaine\
rTemplate/containers/"+o+"/env/"+c+"/name",schemaPath:"#/properties/properties/properties/customContainerTempl\
ate/properties/containers/items/properties/env/items/properties/name/type",keyword:"type",params:{type:"string"}};
e===null?e=[h]:e.push(h),p++}}if(d.value!==void 0&&typeof d.value!="string"){let f={instancePath:s+"/propertie\
s/customContainerTemplate/containers/"+o+"/env/"+c+"/value",schemaPath:"#/properties/properties/properties/cus\
tomContainerTemplate/properties/containers/items/properties/env/items/properties/value/type",keyword:"type",params:{
type:"string"}};e===null?e=[f]:e.push(f),p++}if(d.secretRef!==void 0){let f=d.secretRef;if(typeof f=="string"){
if(u(f)<1){let h={instancePath:s+"/properties/customContainerTemplate/containers/"+o+"/env/"+c+"/secretRef",schemaPath:"\
#/properties/properties/properties/customContainerTemplate/properties/containers/items/properties/env/items/pr\
operties/secretRef/minLength",keyword:"minLength",params:{limit:1}};e===null?e=[h]:e.push(h),p++}}else{let h={
instancePath:s+"/properties/customContainerTemplate/containers/"+o+"/env/"+c+"/secretRef",schemaPath:"#/proper\
ties/properties/properties/customContainerTemplate/properties/containers/items/properties/env/items/properties\
/secretRef/type",keyword:"type",params:{type:"string"}};e===null?e=[h]:e.push(h),p++}}}else{let f={instancePath:s+
"/properties/customContainerTemplate/containers/"+o+"/env/"+c,schemaPath:"#/properties/properties/properties/c\
ustomContainerTemplate/properties/containers/items/properties/env/items/type",keyword:"type",params:{type:"obj\
ect"}};e===null?e=[f]:e.push(f),p++}}}else{let m={instancePath:s+"/properties/customContainerTemplate/containe\
rs/"+o+"/env",schemaPath:"#/properties/properties/properties/customContainerTemplate/properties/containers/ite\
ms/properties/env/type",keyword:"type",params:{type:"array"}};e===null?e=[m]:e.push(m),p++}}if(l.resources!==void 0){
let a=l.resources;if(a&&typeof a=="object"&&!Array.isArray(a)){for(let m in a)if(!(m==="cpu"||m==="memory")){let c={
instancePath:s+"/properties/customContainerTemplate/containers/"+o+"/resources",schemaPath:"#/properties/prope\
rties/properties/customContainerTemplate/properties/containers/items/properties/resources/additionalProperties",
keyword:"additionalProperties",params:{additionalProperty:m}};e===null?e=[c]:e.push(c),p++}if(a.cpu!==void 0){
let m=a.cpu;if(typeof m=="number"&&isFinite(m)){if(m<=0||isNaN(m)){let c={instancePath:s+"/properties/customCo\
ntainerTemplate/containers/"+o+"/resources/cpu",schemaPath:"#/properties/properties/properties/customContainer\
Template/properties/containers/items/properties/resources/properties/cpu/exclusiveMinimum",keyword:"exclusiveM\
inimum",params:{comparison:">",limit:0}};e===null?e=[c]:e.push(c),p++}}else{let c={instancePath:s+"/properties\
/customContainerTemplate/containers/"+o+"/resources/cpu",schemaPath:"#/properties/properties/properties/custom\
ContainerTemplate/properties/containers/items/properties/resources/properties/cpu/type",keyword:"type",params:{
type:"number"}};e===null?e=[c]:e.push(c),p++}}if(a.memory!==void 0){let m=a.memory;if(typeof m=="string"){if(!z.
test(m)){let c={instancePath:s+"/properties/customContainerTemplate/containers/"+o+"/resources/memory",schemaPath:"\
#/properties/properties/properties/customContainerTemplate/properties/containers/items/properties/resources/pr\
operties/memory/pattern",keyword:"pattern",params:{pattern:"^[0-9]+(\\.[0-9]+)?[A-Za-z]+$"}};e===null?e=[c]:e.
push(c),p++}}else{let c={instancePath:s+"/properties/customContainerTemplate/containers/"+o+"/resources/memory",
schemaPath:"#/properties/properties/properties/customContainerTemplate/properties/containers/items/properties/\
resources/properties/memory/type",keyword:"type",params:{type:"string"}};e===null?e=[c]:e.push(c),p++}}}else{let m={
instancePath:s+"/properties/customContainerTemplate/containers/"+o+"/resources",schemaPath:"#/properties/prope\
rties/properties/customContainerTemplate/properties/containers/items/properties/resources/type",keyword:"type",
params:{type:"object"}};e===null?e=[m]:e.push(m),p++}}}else{let a={instancePath:s+"/properties/customContainer\
Template/containers/"+o,schemaPath:"#/properties/properties/properties/customContainerTemplate/properties/cont\
ainers/items/type",keyword:"type",params:{type:"object"}};e===null?e=[a]:e.push(a),p++}}}else{let r={instancePath:s+
"/properties/customContainerTemplate/containers",schemaPath:"#/properties/properties/properties/customContaine\
rTemplate/properties/containers/type",keyword:"type",params:{type:"array"}};e===null?e=[r]:e.push(r),p++}}if(t.
ingress!==void 0){let i=t.ingress;if(i&&typeof i=="object"&&!Array.isArray(i)){for(let r in i)if(r!=="targetPo\
rt"){let o={instancePath:s+"/properties/customContainerTemplate/ingress",schemaPath:"#/properties/properties/p\
roperties/customContainerTemplate/properties/ingress/additionalProperties",keyword:"additionalProperties",params:{
additionalProperty:r}};e===null?e=[o]:e.push(o),p++}if(i.targetPort!==void 0){let r=i.targetPort;if(!(typeof r==
"number"&&!(r%1)&&!isNaN(r)&&isFinite(r))){let o={instancePath:s+"/properties/customContainerTemplate/ingress/\
targetPort",schemaPath:"#/properties/properties/properties/customContainerTemplate/properties/ingress/properti\
es/targetPort/type",keyword:"type",params:{type:"integer"}};e===null?e=[o]:e.push(o),p++}if(typeof r=="number"&&
isFinite(r)){if(r>65535||isNaN(r)){let o={instancePath:s+"/properties/customContainerTemplate/ingress/targetPo\
rt",schemaPath:"#/properties/properties/properties/customContainerTemplate/properties/ingress/properties/targe\
tPort/maximum",keyword:"maximum",params:{comparison:"<=",limit:65535}};e===null?e=[o]:e.push(o),p++}if(r<1||isNaN(
r)){let o={instancePath:s+"/properties/customContainerTemplate/ingress/targetPort",schemaPath:"#/properties/pr\
operties/properties/customContainerTemplate/properties/ingress/properties/targetPort/minimum",keyword:"minimum",
params:{comparison:">=",limit:1}};e===null?e=[o]:e.push(o),p++}}}}else{let r={instancePath:s+"/properties/cust\
omContainerTemplate/ingress",schemaPath:"#/properties/properties/properties/customContainerTemplate/properties\
/ingress/type",keyword:"type",params:{type:"object"}};e===null?e=[r]:e.push(r),p++}}}else{let i={instancePath:s+
"/properties/customContainerTemplate",schemaPath:"#/properties/properties/properties/customContainerTemplate/t\
ype",keyword:"type",params:{type:"object"}};e===null?e=[i]:e.push(i),p++}}if(n.sessionNetworkConfiguration!==void 0){
let t=n.sessionNetworkConfiguration;if(t&&typeof t=="object"&&!Array.isArray(t)){for(let i in t)if(i!=="status"){
let r={instancePath:s+"/properties/sessionNetworkConfiguration",schemaPath:"#/properties/properties/properties\
/sessionNetworkConfiguration/additionalProperties",keyword:"additionalProperties",params:{additionalProperty:i}};
e===null?e=[r]:e.push(r),p++}if(t.status!==void 0){let i=t.status;if(typeof i!="string"){let r={instancePath:s+
"/properties/sessionNetworkConfiguration/status",schemaPath:"#/properties/properties/properties/sessionNetwork\
Configuration/properties/status/type",keyword:"type",params:{type:"string"}};e===null?e=[r]:e.push(r),p++}if(!(i===
"EgressEnabled"||i==="EgressDisabled")){let r={instancePath:s+"/properties/sessionNetworkConfiguration/status",
schemaPath:"#/properties/properties/properties/sessionNetworkConfiguration/properties/status/enum",keyword:"en\
um",params:{allowedValues:g.properties.properties.properties.sessionNetworkConfiguration.properties.status.enum}};
e===null?e=[r]:e.push(r),p++}}}else{let i={instancePath:s+"/properties/sessionNetworkConfiguration",schemaPath:"\
#/properties/properties/properties/sessionNetworkConfiguration/type",keyword:"type",params:{type:"object"}};e===
null?e=[i]:e.push(i),p++}}if(n.managedIdentitySettings!==void 0){let t=n.managedIdentitySettings;if(Array.isArray(
t)){let i=t.length;for(let r=0;r<i;r++){let o=t[r];if(o&&typeof o=="object"&&!Array.isArray(o)){if(o.identity===
void 0){let l={instancePath:s+"/properties/managedIdentitySettings/"+r,schemaPath:"#/properties/properties/pro\
perties/managedIdentitySettings/items/required",keyword:"required",params:{missingProperty:"identity"}};e===null?
e=[l]:e.push(l),p++}for(let l in o)if(!(l==="identity"||l==="lifecycle")){let a={instancePath:s+"/properties/m\
anagedIdentitySettings/"+r,schemaPath:"#/properties/properties/properties/managedIdentitySettings/items/additi\
onalProperties",keyword:"additionalProperties",params:{additionalProperty:l}};e===null?e=[a]:e.push(a),p++}if(o.
identity!==void 0){let l=o.identity;if(typeof l=="string"){if(u(l)<1){let a={instancePath:s+"/properties/manag\
edIdentitySettings/"+r+"/identity",schemaPath:"#/properties/properties/properties/managedIdentitySettings/item\
s/properties/identity/minLength",keyword:"minLength",params:{limit:1}};e===null?e=[a]:e.push(a),p++}}else{let a={
instancePath:s+"/properties/managedIdentitySettings/"+r+"/identity",schemaPath:"#/properties/properties/proper\
ties/managedIdentitySettings/items/properties/identity/type",keyword:"type",params:{type:"string"}};e===null?e=
[a]:e.push(a),p++}}if(o.lifecycle!==void 0){let l=o.lifecycle;if(typeof l!="string"){let a={instancePath:s+"/p\
roperties/managedIdentitySettings/"+r+"/lifecycle",schemaPath:"#/properties/properties/properties/managedIdent\
itySettings/items/properties/lifecycle/type",keyword:"type",params:{type:"string"}};e===null?e=[a]:e.push(a),p++}
if(!(l==="None"||l==="Main")){let a={instancePath:s+"/properties/managedIdentitySettings/"+r+"/lifecycle",schemaPath:"\
#/properties/properties/properties/managedIdentitySettings/items/properties/lifecycle/enum",keyword:"enum",params:{
allowedValues:g.properties.properties.properties.managedIdentitySettings.items.properties.lifecycle.enum}};e===
null?e=[a]:e.push(a),p++}}}else{let l={instancePath:s+"/properties/managedIdentitySettings/"+r,schemaPath:"#/p\
roperties/properties/properties/managedIdentitySettings/items/type",keyword:"type",params:{type:"object"}};e===
null?e=[l]:e.push(l),p++}}}else{let i={instancePath:s+"/properties/managedIdentitySettings",schemaPath:"#/prop\
erties/properties/properties/managedIdentitySettings/type",keyword:"type",params:{type:"array"}};e===null?e=[i]:
e.push(i),p++}}}else{let t={instancePath:s+"/properties",schemaPath:"#/properties/properties/type",keyword:"ty\
pe",params:{type:"object"}};e===null?e=[t]:e.push(t),p++}}if(y.tags!==void 0){let n=y.tags;if(n&&typeof n=="ob\
ject"&&!Array.isArray(n)){if(Object.keys(n).length>50){let t={instancePath:s+"/tags",schemaPath:"#/properties/\
tags/maxProperties",keyword:"maxProperties",params:{limit:50}};e===null?e=[t]:e.push(t),p++}for(let t in n){let i=p;
if(typeof t=="string"){if(u(t)>512){let r={instancePath:s+"/tags",schemaPath:"#/properties/tags/propertyNames/\
maxLength",keyword:"maxLength",params:{limit:512},propertyName:t};e===null?e=[r]:e.push(r),p++}if(u(t)<1){let r={
instancePath:s+"/tags",schemaPath:"#/properties/tags/propertyNames/minLength",keyword:"minLength",params:{limit:1},
propertyName:t};e===null?e=[r]:e.push(r),p++}if(!q.test(t)){let r={instancePath:s+"/tags",schemaPath:"#/proper\
ties/tags/propertyNames/pattern",keyword:"pattern",params:{pattern:"^[^<>%&\\\\?/]*$"},propertyName:t};e===null?
e=[r]:e.push(r),p++}}var b=i===p;if(!b){let r={instancePath:s+"/tags",schemaPath:"#/properties/tags/propertyNa\
mes",keyword:"propertyNames",params:{propertyName:t}};e===null?e=[r]:e.push(r),p++}}for(let t in n){let i=n[t];
if(typeof i=="string"){if(u(i)>256){let r={instancePath:s+"/tags/"+t.replace(/~/g,"~0").replace(/\//g,"~1"),schemaPath:"\
#/properties/tags/additionalProperties/maxLength",keyword:"maxLength",params:{limit:256}};e===null?e=[r]:e.push(
r),p++}}else{let r={instancePath:s+"/tags/"+t.replace(/~/g,"~0").replace(/\//g,"~1"),schemaPath:"#/properties/\
tags/additionalProperties/type",keyword:"type",params:{type:"string"}};e===null?e=[r]:e.push(r),p++}}}else{let t={
instancePath:s+"/tags",schemaPath:"#/properties/tags/type",keyword:"type",params:{type:"object"}};e===null?e=[
t]:e.push(t),p++}}}else{let n={instancePath:s,schemaPath:"#/type",keyword:"type",params:{type:"object"}};e===null?
e=[n]:e.push(n),p++}return S.errors=e,p===0}export{M as validate};
