// Made from src/spec/session-pool.schema.json by "npm run generate". Change that file, not this one.
// biome-ignore-all format: generated
// biome-ignore-all lint: generated
/* oxlint-disable */
var b=(y,i)=>()=>{try{return i||y((i={exports:{}}).exports,i),i.exports}catch(w){throw i=0,w}};var A=b(k=>{"use strict";Object.defineProperty(k,"__esModule",{value:!0});function T(y){let i=y.length,w=0,P=0,
C;for(;P<i;)w++,C=y.charCodeAt(P++),C>=55296&&C<=56319&&P<i&&(C=y.charCodeAt(P),(C&64512)===56320&&P++);return w}
k.default=T;T.code='require("ajv/dist/runtime/ucs2length").default'});var R=S,g={type:"object",required:["subscriptionId","resourceGroup","name","location","properties"],additionalProperties:!1,
properties:{subscriptionId:{type:"string",pattern:"^[0-9A-Fa-f]{8}(-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}$"},resourceGroup:{
type:"string",minLength:1,maxLength:90,pattern:"^[-\\w.()]*[-\\w()]$"},name:{type:"string",minLength:3,maxLength:63,
pattern:"^[a-z][-a-z0-9]*$"},location:{type:"string",pattern:"\\S"},identity:{type:"object",required:["type"],
additionalProperties:!1,properties:{type:{type:"string",enum:["None","SystemAssigned","UserAssigned","SystemAs\
signed,UserAssigned"]},userAssignedIdentities:{type:"object",additionalProperties:{type:"object",additionalProperties:!1}}}},
properties:{type:"object",additionalProperties:!1,properties:{environmentId:{type:"string",minLength:1},containerType:{
type:"string",enum:["CustomContainer","PythonLTS","NodeLTS","Shell"]},poolManagementType:{type:"string",enum:[
"Manual","Dynamic"]},scaleConfiguration:{type:"object",additionalProperties:!1,properties:{maxConcurrentSessions:{
type:"integer",minimum:1,maximum:2147483647},readySessionInstances:{type:"integer",minimum:0,maximum:2147483647}}},
secrets:{type:"array",maxItems:100,items:{type:"object",additionalProperties:!1,required:["name","keyVaultSecr\
et"],properties:{name:{type:"string",minLength:1,maxLength:253},keyVaultSecret:{type:"string",pattern:"^https:\
//[A-Za-z][A-Za-z0-9-]{1,22}[A-Za-z0-9]\\.vault\\.(azure\\.net|azure\\.cn|usgovcloudapi\\.net)/secrets/[A-Za-z0-9-]\
{1,127}(/[0-9A-Fa-f]{32})?$"}}}},dynamicPoolConfiguration:{type:"object",additionalProperties:!1,properties:{lifecycleConfiguration:{
type:"object",additionalProperties:!1,properties:{lifecycleType:{type:"string",enum:["Timed","OnContainerExit"]},
cooldownPeriodInSeconds:{type:"integer",minimum:300,maximum:3600},maxAlivePeriodInSeconds:{type:"integer",minimum:1,
maximum:2147483647}}}}},customContainerTemplate:{type:"object",additionalProperties:!1,properties:{registryCredentials:{
type:"object",additionalProperties:!1,properties:{server:{type:"string",minLength:1},username:{type:"string",minLength:1},
passwordSecretRef:{type:"string",minLength:1},identity:{type:"string",minLength:1}}},containers:{type:"array",
minItems:1,items:{type:"object",additionalProperties:!1,properties:{image:{type:"string",minLength:1},name:{type:"\
string",minLength:1},command:{type:"array",items:{type:"string"}},args:{type:"array",items:{type:"string"}},env:{
type:"array",items:{type:"object",additionalProperties:!1,properties:{name:{type:"string",minLength:1},value:{
type:"string"},secretRef:{type:"string",minLength:1}}}},resources:{type:"object",additionalProperties:!1,properties:{
cpu:{type:"number",exclusiveMinimum:0},memory:{type:"string",pattern:"^[0-9]+(\\.[0-9]+)?[A-Za-z]+$"}}}}}},ingress:{
type:"object",additionalProperties:!1,properties:{targetPort:{type:"integer",minimum:1,maximum:65535}}}}},sessionNetworkConfiguration:{
type:"object",additionalProperties:!1,properties:{status:{type:"string",enum:["EgressEnabled","EgressDisabled"]}}},
managedIdentitySettings:{type:"array",items:{type:"object",required:["identity"],additionalProperties:!1,properties:{
identity:{type:"string",minLength:1},lifecycle:{type:"string",enum:["None","Main"]}}}}}},tags:{type:"object",additionalProperties:{
type:"string"}}}},I=new RegExp("^[0-9A-Fa-f]{8}(-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}$","u"),v=new RegExp("^[-\\w\
.()]*[-\\w()]$","u"),x=new RegExp("^[a-z][-a-z0-9]*$","u"),j=new RegExp("\\S","u"),L=new RegExp("^https://[A-Z\
a-z][A-Za-z0-9-]{1,22}[A-Za-z0-9]\\.vault\\.(azure\\.net|azure\\.cn|usgovcloudapi\\.net)/secrets/[A-Za-z0-9-]{1,127\
}(/[0-9A-Fa-f]{32})?$","u"),N=new RegExp("^[0-9]+(\\.[0-9]+)?[A-Za-z]+$","u"),f=A().default,z=Object.prototype.
hasOwnProperty;function S(y,{instancePath:i="",parentData:w,parentDataProperty:P,rootData:C=y}={}){let e=null,
p=0;if(y&&typeof y=="object"&&!Array.isArray(y)){if(y.subscriptionId===void 0){let n={instancePath:i,schemaPath:"\
#/required",keyword:"required",params:{missingProperty:"subscriptionId"}};e===null?e=[n]:e.push(n),p++}if(y.resourceGroup===
void 0){let n={instancePath:i,schemaPath:"#/required",keyword:"required",params:{missingProperty:"resourceGrou\
p"}};e===null?e=[n]:e.push(n),p++}if(y.name===void 0){let n={instancePath:i,schemaPath:"#/required",keyword:"r\
equired",params:{missingProperty:"name"}};e===null?e=[n]:e.push(n),p++}if(y.location===void 0){let n={instancePath:i,
schemaPath:"#/required",keyword:"required",params:{missingProperty:"location"}};e===null?e=[n]:e.push(n),p++}if(y.
properties===void 0){let n={instancePath:i,schemaPath:"#/required",keyword:"required",params:{missingProperty:"\
properties"}};e===null?e=[n]:e.push(n),p++}for(let n in y)if(!(n==="subscriptionId"||n==="resourceGroup"||n===
"name"||n==="location"||n==="identity"||n==="properties"||n==="tags")){let s={instancePath:i,schemaPath:"#/add\
itionalProperties",keyword:"additionalProperties",params:{additionalProperty:n}};e===null?e=[s]:e.push(s),p++}
if(y.subscriptionId!==void 0){let n=y.subscriptionId;if(typeof n=="string"){if(!I.test(n)){let s={instancePath:i+
"/subscriptionId",schemaPath:"#/properties/subscriptionId/pattern",keyword:"pattern",params:{pattern:"^[0-9A-F\
a-f]{8}(-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}$"}};e===null?e=[s]:e.push(s),p++}}else{let s={instancePath:i+"/sub\
scriptionId",schemaPath:"#/properties/subscriptionId/type",keyword:"type",params:{type:"string"}};e===null?e=[
s]:e.push(s),p++}}if(y.resourceGroup!==void 0){let n=y.resourceGroup;if(typeof n=="string"){if(f(n)>90){let s={
instancePath:i+"/resourceGroup",schemaPath:"#/properties/resourceGroup/maxLength",keyword:"maxLength",params:{
limit:90}};e===null?e=[s]:e.push(s),p++}if(f(n)<1){let s={instancePath:i+"/resourceGroup",schemaPath:"#/proper\
ties/resourceGroup/minLength",keyword:"minLength",params:{limit:1}};e===null?e=[s]:e.push(s),p++}if(!v.test(n)){
let s={instancePath:i+"/resourceGroup",schemaPath:"#/properties/resourceGroup/pattern",keyword:"pattern",params:{
pattern:"^[-\\w.()]*[-\\w()]$"}};e===null?e=[s]:e.push(s),p++}}else{let s={instancePath:i+"/resourceGroup",schemaPath:"\
#/properties/resourceGroup/type",keyword:"type",params:{type:"string"}};e===null?e=[s]:e.push(s),p++}}if(y.name!==
void 0){let n=y.name;if(typeof n=="string"){if(f(n)>63){let s={instancePath:i+"/name",schemaPath:"#/properties\
/name/maxLength",keyword:"maxLength",params:{limit:63}};e===null?e=[s]:e.push(s),p++}if(f(n)<3){let s={instancePath:i+
"/name",schemaPath:"#/properties/name/minLength",keyword:"minLength",params:{limit:3}};e===null?e=[s]:e.push(s),
p++}if(!x.test(n)){let s={instancePath:i+"/name",schemaPath:"#/properties/name/pattern",keyword:"pattern",params:{
pattern:"^[a-z][-a-z0-9]*$"}};e===null?e=[s]:e.push(s),p++}}else{let s={instancePath:i+"/name",schemaPath:"#/p\
roperties/name/type",keyword:"type",params:{type:"string"}};e===null?e=[s]:e.push(s),p++}}if(y.location!==void 0){
let n=y.location;if(typeof n=="string"){if(!j.test(n)){let s={instancePath:i+"/location",schemaPath:"#/propert\
ies/location/pattern",keyword:"pattern",params:{pattern:"\\S"}};e===null?e=[s]:e.push(s),p++}}else{let s={instancePath:i+
"/location",schemaPath:"#/properties/location/type",keyword:"type",params:{type:"string"}};e===null?e=[s]:e.push(
s),p++}}if(y.identity!==void 0){let n=y.identity;if(n&&typeof n=="object"&&!Array.isArray(n)){if(n.type===void 0){
let s={instancePath:i+"/identity",schemaPath:"#/properties/identity/required",keyword:"required",params:{missingProperty:"\
type"}};e===null?e=[s]:e.push(s),p++}for(let s in n)if(!(s==="type"||s==="userAssignedIdentities")){let t={instancePath:i+
"/identity",schemaPath:"#/properties/identity/additionalProperties",keyword:"additionalProperties",params:{additionalProperty:s}};
e===null?e=[t]:e.push(t),p++}if(n.type!==void 0){let s=n.type;if(typeof s!="string"){let t={instancePath:i+"/i\
dentity/type",schemaPath:"#/properties/identity/properties/type/type",keyword:"type",params:{type:"string"}};e===
null?e=[t]:e.push(t),p++}if(!(s==="None"||s==="SystemAssigned"||s==="UserAssigned"||s==="SystemAssigned,UserAs\
signed")){let t={instancePath:i+"/identity/type",schemaPath:"#/properties/identity/properties/type/enum",keyword:"\
enum",params:{allowedValues:g.properties.identity.properties.type.enum}};e===null?e=[t]:e.push(t),p++}}if(n.userAssignedIdentities!==
void 0){let s=n.userAssignedIdentities;if(s&&typeof s=="object"&&!Array.isArray(s))for(let t in s){let r=s[t];
if(r&&typeof r=="object"&&!Array.isArray(r))for(let o in r){let l={instancePath:i+"/identity/userAssignedIdent\
ities/"+t.replace(/~/g,"~0").replace(/\//g,"~1"),schemaPath:"#/properties/identity/properties/userAssignedIden\
tities/additionalProperties/additionalProperties",keyword:"additionalProperties",params:{additionalProperty:o}};
e===null?e=[l]:e.push(l),p++}else{let o={instancePath:i+"/identity/userAssignedIdentities/"+t.replace(/~/g,"~0").
replace(/\//g,"~1"),schemaPath:"#/properties/identity/properties/userAssignedIdentities/additionalProperties/t\
ype",keyword:"type",params:{type:"object"}};e===null?e=[o]:e.push(o),p++}}else{let t={instancePath:i+"/identit\
y/userAssignedIdentities",schemaPath:"#/properties/identity/properties/userAssignedIdentities/type",keyword:"t\
ype",params:{type:"object"}};e===null?e=[t]:e.push(t),p++}}}else{let s={instancePath:i+"/identity",schemaPath:"\
#/properties/identity/type",keyword:"type",params:{type:"object"}};e===null?e=[s]:e.push(s),p++}}if(y.properties!==
void 0){let n=y.properties;if(n&&typeof n=="object"&&!Array.isArray(n)){for(let s in n)if(!z.call(g.properties.
properties.properties,s)){let t={instancePath:i+"/properties",schemaPath:"#/properties/properties/additionalPr\
operties",keyword:"additionalProperties",params:{additionalProperty:s}};e===null?e=[t]:e.push(t),p++}if(n.environmentId!==
void 0){let s=n.environmentId;if(typeof s=="string"){if(f(s)<1){let t={instancePath:i+"/properties/environment\
Id",schemaPath:"#/properties/properties/properties/environmentId/minLength",keyword:"minLength",params:{limit:1}};
e===null?e=[t]:e.push(t),p++}}else{let t={instancePath:i+"/properties/environmentId",schemaPath:"#/properties/\
properties/properties/environmentId/type",keyword:"type",params:{type:"string"}};e===null?e=[t]:e.push(t),p++}}
if(n.containerType!==void 0){let s=n.containerType;if(typeof s!="string"){let t={instancePath:i+"/properties/c\
ontainerType",schemaPath:"#/properties/properties/properties/containerType/type",keyword:"type",params:{type:"\
string"}};e===null?e=[t]:e.push(t),p++}if(!(s==="CustomContainer"||s==="PythonLTS"||s==="NodeLTS"||s==="Shell")){
let t={instancePath:i+"/properties/containerType",schemaPath:"#/properties/properties/properties/containerType\
/enum",keyword:"enum",params:{allowedValues:g.properties.properties.properties.containerType.enum}};e===null?e=
[t]:e.push(t),p++}}if(n.poolManagementType!==void 0){let s=n.poolManagementType;if(typeof s!="string"){let t={
instancePath:i+"/properties/poolManagementType",schemaPath:"#/properties/properties/properties/poolManagementT\
ype/type",keyword:"type",params:{type:"string"}};e===null?e=[t]:e.push(t),p++}if(!(s==="Manual"||s==="Dynamic")){
let t={instancePath:i+"/properties/poolManagementType",schemaPath:"#/properties/properties/properties/poolMana\
gementType/enum",keyword:"enum",params:{allowedValues:g.properties.properties.properties.poolManagementType.enum}};
e===null?e=[t]:e.push(t),p++}}if(n.scaleConfiguration!==void 0){let s=n.scaleConfiguration;if(s&&typeof s=="ob\
ject"&&!Array.isArray(s)){for(let t in s)if(!(t==="maxConcurrentSessions"||t==="readySessionInstances")){let r={
instancePath:i+"/properties/scaleConfiguration",schemaPath:"#/properties/properties/properties/scaleConfigurat\
ion/additionalProperties",keyword:"additionalProperties",params:{additionalProperty:t}};e===null?e=[r]:e.push(
r),p++}if(s.maxConcurrentSessions!==void 0){let t=s.maxConcurrentSessions;if(!(typeof t=="number"&&!(t%1)&&!isNaN(
t)&&isFinite(t))){let r={instancePath:i+"/properties/scaleConfiguration/maxConcurrentSessions",schemaPath:"#/p\
roperties/properties/properties/scaleConfiguration/properties/maxConcurrentSessions/type",keyword:"type",params:{
type:"integer"}};e===null?e=[r]:e.push(r),p++}if(typeof t=="number"&&isFinite(t)){if(t>2147483647||isNaN(t)){let r={
instancePath:i+"/properties/scaleConfiguration/maxConcurrentSessions",schemaPath:"#/properties/properties/prop\
erties/scaleConfiguration/properties/maxConcurrentSessions/maximum",keyword:"maximum",params:{comparison:"<=",
limit:2147483647}};e===null?e=[r]:e.push(r),p++}if(t<1||isNaN(t)){let r={instancePath:i+"/properties/scaleConf\
iguration/maxConcurrentSessions",schemaPath:"#/properties/properties/properties/scaleConfiguration/properties/\
maxConcurrentSessions/minimum",keyword:"minimum",params:{comparison:">=",limit:1}};e===null?e=[r]:e.push(r),p++}}}
if(s.readySessionInstances!==void 0){let t=s.readySessionInstances;if(!(typeof t=="number"&&!(t%1)&&!isNaN(t)&&
isFinite(t))){let r={instancePath:i+"/properties/scaleConfiguration/readySessionInstances",schemaPath:"#/prope\
rties/properties/properties/scaleConfiguration/properties/readySessionInstances/type",keyword:"type",params:{type:"\
integer"}};e===null?e=[r]:e.push(r),p++}if(typeof t=="number"&&isFinite(t)){if(t>2147483647||isNaN(t)){let r={
instancePath:i+"/properties/scaleConfiguration/readySessionInstances",schemaPath:"#/properties/properties/prop\
erties/scaleConfiguration/properties/readySessionInstances/maximum",keyword:"maximum",params:{comparison:"<=",
limit:2147483647}};e===null?e=[r]:e.push(r),p++}if(t<0||isNaN(t)){let r={instancePath:i+"/properties/scaleConf\
iguration/readySessionInstances",schemaPath:"#/properties/properties/properties/scaleConfiguration/properties/\
readySessionInstances/minimum",keyword:"minimum",params:{comparison:">=",limit:0}};e===null?e=[r]:e.push(r),p++}}}}else{
let t={instancePath:i+"/properties/scaleConfiguration",schemaPath:"#/properties/properties/properties/scaleCon\
figuration/type",keyword:"type",params:{type:"object"}};e===null?e=[t]:e.push(t),p++}}if(n.secrets!==void 0){let s=n.
secrets;if(Array.isArray(s)){if(s.length>100){let r={instancePath:i+"/properties/secrets",schemaPath:"#/proper\
ties/properties/properties/secrets/maxItems",keyword:"maxItems",params:{limit:100}};e===null?e=[r]:e.push(r),p++}
let t=s.length;for(let r=0;r<t;r++){let o=s[r];if(o&&typeof o=="object"&&!Array.isArray(o)){if(o.name===void 0){
let l={instancePath:i+"/properties/secrets/"+r,schemaPath:"#/properties/properties/properties/secrets/items/re\
quired",keyword:"required",params:{missingProperty:"name"}};e===null?e=[l]:e.push(l),p++}if(o.keyVaultSecret===
void 0){let l={instancePath:i+"/properties/secrets/"+r,schemaPath:"#/properties/properties/properties/secrets/\
items/required",keyword:"required",params:{missingProperty:"keyVaultSecret"}};e===null?e=[l]:e.push(l),p++}for(let l in o)
if(!(l==="name"||l==="keyVaultSecret")){let a={instancePath:i+"/properties/secrets/"+r,schemaPath:"#/propertie\
s/properties/properties/secrets/items/additionalProperties",keyword:"additionalProperties",params:{additionalProperty:l}};
e===null?e=[a]:e.push(a),p++}if(o.name!==void 0){let l=o.name;if(typeof l=="string"){if(f(l)>253){let a={instancePath:i+
"/properties/secrets/"+r+"/name",schemaPath:"#/properties/properties/properties/secrets/items/properties/name/\
maxLength",keyword:"maxLength",params:{limit:253}};e===null?e=[a]:e.push(a),p++}if(f(l)<1){let a={instancePath:i+
"/properties/secrets/"+r+"/name",schemaPath:"#/properties/properties/properties/secrets/items/properties/name/\
minLength",keyword:"minLength",params:{limit:1}};e===null?e=[a]:e.push(a),p++}}else{let a={instancePath:i+"/pr\
operties/secrets/"+r+"/name",schemaPath:"#/properties/properties/properties/secrets/items/properties/name/type",
keyword:"type",params:{type:"string"}};e===null?e=[a]:e.push(a),p++}}if(o.keyVaultSecret!==void 0){let l=o.keyVaultSecret;
if(typeof l=="string"){if(!L.test(l)){let a={instancePath:i+"/properties/secrets/"+r+"/keyVaultSecret",schemaPath:"\
#/properties/properties/properties/secrets/items/properties/keyVaultSecret/pattern",keyword:"pattern",params:{
pattern:"^https://[A-Za-z][A-Za-z0-9-]{1,22}[A-Za-z0-9]\\.vault\\.(azure\\.net|azure\\.cn|usgovcloudapi\\.net)/secr\
ets/[A-Za-z0-9-]{1,127}(/[0-9A-Fa-f]{32})?$"}};e===null?e=[a]:e.push(a),p++}}else{let a={instancePath:i+"/prop\
erties/secrets/"+r+"/keyVaultSecret",schemaPath:"#/properties/properties/properties/secrets/items/properties/k\
eyVaultSecret/type",keyword:"type",params:{type:"string"}};e===null?e=[a]:e.push(a),p++}}}else{let l={instancePath:i+
"/properties/secrets/"+r,schemaPath:"#/properties/properties/properties/secrets/items/type",keyword:"type",params:{
type:"object"}};e===null?e=[l]:e.push(l),p++}}}else{let t={instancePath:i+"/properties/secrets",schemaPath:"#/\
properties/properties/properties/secrets/type",keyword:"type",params:{type:"array"}};e===null?e=[t]:e.push(t),
p++}}if(n.dynamicPoolConfiguration!==void 0){let s=n.dynamicPoolConfiguration;if(s&&typeof s=="object"&&!Array.
isArray(s)){for(let t in s)if(t!=="lifecycleConfiguration"){let r={instancePath:i+"/properties/dynamicPoolConf\
iguration",schemaPath:"#/properties/properties/properties/dynamicPoolConfiguration/additionalProperties",keyword:"\
additionalProperties",params:{additionalProperty:t}};e===null?e=[r]:e.push(r),p++}if(s.lifecycleConfiguration!==
void 0){let t=s.lifecycleConfiguration;if(t&&typeof t=="object"&&!Array.isArray(t)){for(let r in t)if(!(r==="l\
ifecycleType"||r==="cooldownPeriodInSeconds"||r==="maxAlivePeriodInSeconds")){let o={instancePath:i+"/properti\
es/dynamicPoolConfiguration/lifecycleConfiguration",schemaPath:"#/properties/properties/properties/dynamicPool\
Configuration/properties/lifecycleConfiguration/additionalProperties",keyword:"additionalProperties",params:{additionalProperty:r}};
e===null?e=[o]:e.push(o),p++}if(t.lifecycleType!==void 0){let r=t.lifecycleType;if(typeof r!="string"){let o={
instancePath:i+"/properties/dynamicPoolConfiguration/lifecycleConfiguration/lifecycleType",schemaPath:"#/prope\
rties/properties/properties/dynamicPoolConfiguration/properties/lifecycleConfiguration/properties/lifecycleTyp\
e/type",keyword:"type",params:{type:"string"}};e===null?e=[o]:e.push(o),p++}if(!(r==="Timed"||r==="OnContainer\
Exit")){let o={instancePath:i+"/properties/dynamicPoolConfiguration/lifecycleConfiguration/lifecycleType",schemaPath:"\
#/properties/properties/properties/dynamicPoolConfiguration/properties/lifecycleConfiguration/properties/lifec\
ycleType/enum",keyword:"enum",params:{allowedValues:g.properties.properties.properties.dynamicPoolConfiguration.
properties.lifecycleConfiguration.properties.lifecycleType.enum}};e===null?e=[o]:e.push(o),p++}}if(t.cooldownPeriodInSeconds!==
void 0){let r=t.cooldownPeriodInSeconds;if(!(typeof r=="number"&&!(r%1)&&!isNaN(r)&&isFinite(r))){let o={instancePath:i+
"/properties/dynamicPoolConfiguration/lifecycleConfiguration/cooldownPeriodInSeconds",schemaPath:"#/properties\
/properties/properties/dynamicPoolConfiguration/properties/lifecycleConfiguration/properties/cooldownPeriodInS\
econds/type",keyword:"type",params:{type:"integer"}};e===null?e=[o]:e.push(o),p++}if(typeof r=="number"&&isFinite(
r)){if(r>3600||isNaN(r)){let o={instancePath:i+"/properties/dynamicPoolConfiguration/lifecycleConfiguration/co\
oldownPeriodInSeconds",schemaPath:"#/properties/properties/properties/dynamicPoolConfiguration/properties/life\
cycleConfiguration/properties/cooldownPeriodInSeconds/maximum",keyword:"maximum",params:{comparison:"<=",limit:3600}};
e===null?e=[o]:e.push(o),p++}if(r<300||isNaN(r)){let o={instancePath:i+"/properties/dynamicPoolConfiguration/l\
ifecycleConfiguration/cooldownPeriodInSeconds",schemaPath:"#/properties/properties/properties/dynamicPoolConfi\
guration/properties/lifecycleConfiguration/properties/cooldownPeriodInSeconds/minimum",keyword:"minimum",params:{
comparison:">=",limit:300}};e===null?e=[o]:e.push(o),p++}}}if(t.maxAlivePeriodInSeconds!==void 0){let r=t.maxAlivePeriodInSeconds;
if(!(typeof r=="number"&&!(r%1)&&!isNaN(r)&&isFinite(r))){let o={instancePath:i+"/properties/dynamicPoolConfig\
uration/lifecycleConfiguration/maxAlivePeriodInSeconds",schemaPath:"#/properties/properties/properties/dynamic\
PoolConfiguration/properties/lifecycleConfiguration/properties/maxAlivePeriodInSeconds/type",keyword:"type",params:{
type:"integer"}};e===null?e=[o]:e.push(o),p++}if(typeof r=="number"&&isFinite(r)){if(r>2147483647||isNaN(r)){let o={
instancePath:i+"/properties/dynamicPoolConfiguration/lifecycleConfiguration/maxAlivePeriodInSeconds",schemaPath:"\
#/properties/properties/properties/dynamicPoolConfiguration/properties/lifecycleConfiguration/properties/maxAl\
ivePeriodInSeconds/maximum",keyword:"maximum",params:{comparison:"<=",limit:2147483647}};e===null?e=[o]:e.push(
o),p++}if(r<1||isNaN(r)){let o={instancePath:i+"/properties/dynamicPoolConfiguration/lifecycleConfiguration/ma\
xAlivePeriodInSeconds",schemaPath:"#/properties/properties/properties/dynamicPoolConfiguration/properties/life\
cycleConfiguration/properties/maxAlivePeriodInSeconds/minimum",keyword:"minimum",params:{comparison:">=",limit:1}};
e===null?e=[o]:e.push(o),p++}}}}else{let r={instancePath:i+"/properties/dynamicPoolConfiguration/lifecycleConf\
iguration",schemaPath:"#/properties/properties/properties/dynamicPoolConfiguration/properties/lifecycleConfigu\
ration/type",keyword:"type",params:{type:"object"}};e===null?e=[r]:e.push(r),p++}}}else{let t={instancePath:i+
"/properties/dynamicPoolConfiguration",schemaPath:"#/properties/properties/properties/dynamicPoolConfiguration\
/type",keyword:"type",params:{type:"object"}};e===null?e=[t]:e.push(t),p++}}if(n.customContainerTemplate!==void 0){
let s=n.customContainerTemplate;if(s&&typeof s=="object"&&!Array.isArray(s)){for(let t in s)if(!(t==="registry\
Credentials"||t==="containers"||t==="ingress")){let r={instancePath:i+"/properties/customContainerTemplate",schemaPath:"\
#/properties/properties/properties/customContainerTemplate/additionalProperties",keyword:"additionalProperties",
params:{additionalProperty:t}};e===null?e=[r]:e.push(r),p++}if(s.registryCredentials!==void 0){let t=s.registryCredentials;
if(t&&typeof t=="object"&&!Array.isArray(t)){for(let r in t)if(!(r==="server"||r==="username"||r==="passwordSe\
cretRef"||r==="identity")){let o={instancePath:i+"/properties/customContainerTemplate/registryCredentials",schemaPath:"\
#/properties/properties/properties/customContainerTemplate/properties/registryCredentials/additionalProperties",
keyword:"additionalProperties",params:{additionalProperty:r}};e===null?e=[o]:e.push(o),p++}if(t.server!==void 0){
let r=t.server;if(typeof r=="string"){if(f(r)<1){let o={instancePath:i+"/properties/customContainerTemplate/re\
gistryCredentials/server",schemaPath:"#/properties/properties/properties/customContainerTemplate/properties/re\
gistryCredentials/properties/server/minLength",keyword:"minLength",params:{limit:1}};e===null?e=[o]:e.push(o),
p++}}else{let o={instancePath:i+"/properties/customContainerTemplate/registryCredentials/server",schemaPath:"#\
/properties/properties/properties/customContainerTemplate/properties/registryCredentials/properties/server/typ\
e",keyword:"type",params:{type:"string"}};e===null?e=[o]:e.push(o),p++}}if(t.username!==void 0){let r=t.username;
if(typeof r=="string"){if(f(r)<1){let o={instancePath:i+"/properties/customContainerTemplate/registryCredentia\
ls/username",schemaPath:"#/properties/properties/properties/customContainerTemplate/properties/registryCredent\
ials/properties/username/minLength",keyword:"minLength",params:{limit:1}};e===null?e=[o]:e.push(o),p++}}else{let o={
instancePath:i+"/properties/customContainerTemplate/registryCredentials/username",schemaPath:"#/properties/pro\
perties/properties/customContainerTemplate/properties/registryCredentials/properties/username/type",keyword:"t\
ype",params:{type:"string"}};e===null?e=[o]:e.push(o),p++}}if(t.passwordSecretRef!==void 0){let r=t.passwordSecretRef;
if(typeof r=="string"){if(f(r)<1){let o={instancePath:i+"/properties/customContainerTemplate/registryCredentia\
ls/passwordSecretRef",schemaPath:"#/properties/properties/properties/customContainerTemplate/properties/regist\
ryCredentials/properties/passwordSecretRef/minLength",keyword:"minLength",params:{limit:1}};e===null?e=[o]:e.push(
o),p++}}else{let o={instancePath:i+"/properties/customContainerTemplate/registryCredentials/passwordSecretRef",
schemaPath:"#/properties/properties/properties/customContainerTemplate/properties/registryCredentials/properti\
es/passwordSecretRef/type",keyword:"type",params:{type:"string"}};e===null?e=[o]:e.push(o),p++}}if(t.identity!==
void 0){let r=t.identity;if(typeof r=="string"){if(f(r)<1){let o={instancePath:i+"/properties/customContainerT\
emplate/registryCredentials/identity",schemaPath:"#/properties/properties/properties/customContainerTemplate/p\
roperties/registryCredentials/properties/identity/minLength",keyword:"minLength",params:{limit:1}};e===null?e=
[o]:e.push(o),p++}}else{let o={instancePath:i+"/properties/customContainerTemplate/registryCredentials/identit\
y",schemaPath:"#/properties/properties/properties/customContainerTemplate/properties/registryCredentials/prope\
rties/identity/type",keyword:"type",params:{type:"string"}};e===null?e=[o]:e.push(o),p++}}}else{let r={instancePath:i+
"/properties/customContainerTemplate/registryCredentials",schemaPath:"#/properties/properties/properties/custo\
mContainerTemplate/properties/registryCredentials/type",keyword:"type",params:{type:"object"}};e===null?e=[r]:
e.push(r),p++}}if(s.containers!==void 0){let t=s.containers;if(Array.isArray(t)){if(t.length<1){let o={instancePath:i+
"/properties/customContainerTemplate/containers",schemaPath:"#/properties/properties/properties/customContaine\
rTemplate/properties/containers/minItems",keyword:"minItems",params:{limit:1}};e===null?e=[o]:e.push(o),p++}let r=t.
length;for(let o=0;o<r;o++){let l=t[o];if(l&&typeof l=="object"&&!Array.isArray(l)){for(let a in l)if(!(a==="i\
mage"||a==="name"||a==="command"||a==="args"||a==="env"||a==="resources")){let m={instancePath:i+"/properties/\
customContainerTemplate/containers/"+o,schemaPath:"#/properties/properties/properties/customContainerTemplate/\
properties/containers/items/additionalProperties",keyword:"additionalProperties",params:{additionalProperty:a}};
e===null?e=[m]:e.push(m),p++}if(l.image!==void 0){let a=l.image;if(typeof a=="string"){if(f(a)<1){let m={instancePath:i+
"/properties/customContainerTemplate/containers/"+o+"/image",schemaPath:"#/properties/properties/properties/cu\
stomContainerTemplate/properties/containers/items/properties/image/minLength",keyword:"minLength",params:{limit:1}};
e===null?e=[m]:e.push(m),p++}}else{let m={instancePath:i+"/properties/customContainerTemplate/containers/"+o+"\
/image",schemaPath:"#/properties/properties/properties/customContainerTemplate/properties/containers/items/pro\
perties/image/type",keyword:"type",params:{type:"string"}};e===null?e=[m]:e.push(m),p++}}if(l.name!==void 0){let a=l.
name;if(typeof a=="string"){if(f(a)<1){let m={instancePath:i+"/properties/customContainerTemplate/containers/"+
o+"/name",schemaPath:"#/properties/properties/properties/customContainerTemplate/properties/containers/items/p\
roperties/name/minLength",keyword:"minLength",params:{limit:1}};e===null?e=[m]:e.push(m),p++}}else{let m={instancePath:i+
"/properties/customContainerTemplate/containers/"+o+"/name",schemaPath:"#/properties/properties/properties/cus\
tomContainerTemplate/properties/containers/items/properties/name/type",keyword:"type",params:{type:"string"}};
e===null?e=[m]:e.push(m),p++}}if(l.command!==void 0){let a=l.command;if(Array.isArray(a)){let m=a.length;for(let c=0;c<
m;c++)if(typeof a[c]!="string"){let u={instancePath:i+"/properties/customContainerTemplate/containers/"+o+"/co\
mmand/"+c,schemaPath:"#/properties/properties/properties/customContainerTemplate/properties/containers/items/p\
roperties/command/items/type",keyword:"type",params:{type:"string"}};e===null?e=[u]:e.push(u),p++}}else{let m={
instancePath:i+"/properties/customContainerTemplate/containers/"+o+"/command",schemaPath:"#/properties/propert\
ies/properties/customContainerTemplate/properties/containers/items/properties/command/type",keyword:"type",params:{
type:"array"}};e===null?e=[m]:e.push(m),p++}}if(l.args!==void 0){let a=l.args;if(Array.isArray(a)){let m=a.length;
for(let c=0;c<m;c++)if(typeof a[c]!="string"){let u={instancePath:i+"/properties/customContainerTemplate/conta\
iners/"+o+"/args/"+c,schemaPath:"#/properties/properties/properties/customContainerTemplate/properties/contain\
ers/items/properties/args/items/type",keyword:"type",params:{type:"string"}};e===null?e=[u]:e.push(u),p++}}else{
let m={instancePath:i+"/properties/customContainerTemplate/containers/"+o+"/args",schemaPath:"#/properties/pro\
perties/properties/customContainerTemplate/properties/containers/items/properties/args/type",keyword:"type",params:{
type:"array"}};e===null?e=[m]:e.push(m),p++}}if(l.env!==void 0){let a=l.env;if(Array.isArray(a)){let m=a.length;
for(let c=0;c<m;c++){let u=a[c];if(u&&typeof u=="object"&&!Array.isArray(u)){for(let d in u)if(!(d==="name"||d===
"value"||d==="secretRef")){let h={instancePath:i+"/properties/customContainerTemplate/containers/"+o+"/env/"+c,
schemaPath:"#/properties/properties/properties/customContainerTemplate/properties/containers/items/properties/\
env/items/additionalProperties",keyword:"additionalProperties",params:{additionalProperty:d}};e===null?e=[h]:e.
push(h),p++}if(u.name!==void 0){let d=u.name;if(typeof d=="string"){if(f(d)<1){let h={instancePath:i+"/propert\
ies/customContainerTemplate/containers/"+o+"/env/"+c+"/name",schemaPath:"#/properties/properties/properties/cu\
stomContainerTemplate/properties/containers/items/properties/env/items/properties/name/minLength",keyword:"min\
Length",params:{limit:1}};e===null?e=[h]:e.push(h),p++}}else{let h={instancePath:i+"/properties/customContaine\
rTemplate/containers/"+o+"/env/"+c+"/name",schemaPath:"#/properties/properties/properties/customContainerTempl\
ate/properties/containers/items/properties/env/items/properties/name/type",keyword:"type",params:{type:"string"}};
e===null?e=[h]:e.push(h),p++}}if(u.value!==void 0&&typeof u.value!="string"){let d={instancePath:i+"/propertie\
s/customContainerTemplate/containers/"+o+"/env/"+c+"/value",schemaPath:"#/properties/properties/properties/cus\
tomContainerTemplate/properties/containers/items/properties/env/items/properties/value/type",keyword:"type",params:{
type:"string"}};e===null?e=[d]:e.push(d),p++}if(u.secretRef!==void 0){let d=u.secretRef;if(typeof d=="string"){
if(f(d)<1){let h={instancePath:i+"/properties/customContainerTemplate/containers/"+o+"/env/"+c+"/secretRef",schemaPath:"\
#/properties/properties/properties/customContainerTemplate/properties/containers/items/properties/env/items/pr\
operties/secretRef/minLength",keyword:"minLength",params:{limit:1}};e===null?e=[h]:e.push(h),p++}}else{let h={
instancePath:i+"/properties/customContainerTemplate/containers/"+o+"/env/"+c+"/secretRef",schemaPath:"#/proper\
ties/properties/properties/customContainerTemplate/properties/containers/items/properties/env/items/properties\
/secretRef/type",keyword:"type",params:{type:"string"}};e===null?e=[h]:e.push(h),p++}}}else{let d={instancePath:i+
"/properties/customContainerTemplate/containers/"+o+"/env/"+c,schemaPath:"#/properties/properties/properties/c\
ustomContainerTemplate/properties/containers/items/properties/env/items/type",keyword:"type",params:{type:"obj\
ect"}};e===null?e=[d]:e.push(d),p++}}}else{let m={instancePath:i+"/properties/customContainerTemplate/containe\
rs/"+o+"/env",schemaPath:"#/properties/properties/properties/customContainerTemplate/properties/containers/ite\
ms/properties/env/type",keyword:"type",params:{type:"array"}};e===null?e=[m]:e.push(m),p++}}if(l.resources!==void 0){
let a=l.resources;if(a&&typeof a=="object"&&!Array.isArray(a)){for(let m in a)if(!(m==="cpu"||m==="memory")){let c={
instancePath:i+"/properties/customContainerTemplate/containers/"+o+"/resources",schemaPath:"#/properties/prope\
rties/properties/customContainerTemplate/properties/containers/items/properties/resources/additionalProperties",
keyword:"additionalProperties",params:{additionalProperty:m}};e===null?e=[c]:e.push(c),p++}if(a.cpu!==void 0){
let m=a.cpu;if(typeof m=="number"&&isFinite(m)){if(m<=0||isNaN(m)){let c={instancePath:i+"/properties/customCo\
ntainerTemplate/containers/"+o+"/resources/cpu",schemaPath:"#/properties/properties/properties/customContainer\
Template/properties/containers/items/properties/resources/properties/cpu/exclusiveMinimum",keyword:"exclusiveM\
inimum",params:{comparison:">",limit:0}};e===null?e=[c]:e.push(c),p++}}else{let c={instancePath:i+"/properties\
/customContainerTemplate/containers/"+o+"/resources/cpu",schemaPath:"#/properties/properties/properties/custom\
ContainerTemplate/properties/containers/items/properties/resources/properties/cpu/type",keyword:"type",params:{
type:"number"}};e===null?e=[c]:e.push(c),p++}}if(a.memory!==void 0){let m=a.memory;if(typeof m=="string"){if(!N.
test(m)){let c={instancePath:i+"/properties/customContainerTemplate/containers/"+o+"/resources/memory",schemaPath:"\
#/properties/properties/properties/customContainerTemplate/properties/containers/items/properties/resources/pr\
operties/memory/pattern",keyword:"pattern",params:{pattern:"^[0-9]+(\\.[0-9]+)?[A-Za-z]+$"}};e===null?e=[c]:e.
push(c),p++}}else{let c={instancePath:i+"/properties/customContainerTemplate/containers/"+o+"/resources/memory",
schemaPath:"#/properties/properties/properties/customContainerTemplate/properties/containers/items/properties/\
resources/properties/memory/type",keyword:"type",params:{type:"string"}};e===null?e=[c]:e.push(c),p++}}}else{let m={
instancePath:i+"/properties/customContainerTemplate/containers/"+o+"/resources",schemaPath:"#/properties/prope\
rties/properties/customContainerTemplate/properties/containers/items/properties/resources/type",keyword:"type",
params:{type:"object"}};e===null?e=[m]:e.push(m),p++}}}else{let a={instancePath:i+"/properties/customContainer\
Template/containers/"+o,schemaPath:"#/properties/properties/properties/customContainerTemplate/properties/cont\
ainers/items/type",keyword:"type",params:{type:"object"}};e===null?e=[a]:e.push(a),p++}}}else{let r={instancePath:i+
"/properties/customContainerTemplate/containers",schemaPath:"#/properties/properties/properties/customContaine\
rTemplate/properties/containers/type",keyword:"type",params:{type:"array"}};e===null?e=[r]:e.push(r),p++}}if(s.
ingress!==void 0){let t=s.ingress;if(t&&typeof t=="object"&&!Array.isArray(t)){for(let r in t)if(r!=="targetPo\
rt"){let o={instancePath:i+"/properties/customContainerTemplate/ingress",schemaPath:"#/properties/properties/p\
roperties/customContainerTemplate/properties/ingress/additionalProperties",keyword:"additionalProperties",params:{
additionalProperty:r}};e===null?e=[o]:e.push(o),p++}if(t.targetPort!==void 0){let r=t.targetPort;if(!(typeof r==
"number"&&!(r%1)&&!isNaN(r)&&isFinite(r))){let o={instancePath:i+"/properties/customContainerTemplate/ingress/\
targetPort",schemaPath:"#/properties/properties/properties/customContainerTemplate/properties/ingress/properti\
es/targetPort/type",keyword:"type",params:{type:"integer"}};e===null?e=[o]:e.push(o),p++}if(typeof r=="number"&&
isFinite(r)){if(r>65535||isNaN(r)){let o={instancePath:i+"/properties/customContainerTemplate/ingress/targetPo\
rt",schemaPath:"#/properties/properties/properties/customContainerTemplate/properties/ingress/properties/targe\
tPort/maximum",keyword:"maximum",params:{comparison:"<=",limit:65535}};e===null?e=[o]:e.push(o),p++}if(r<1||isNaN(
r)){let o={instancePath:i+"/properties/customContainerTemplate/ingress/targetPort",schemaPath:"#/properties/pr\
operties/properties/customContainerTemplate/properties/ingress/properties/targetPort/minimum",keyword:"minimum",
params:{comparison:">=",limit:1}};e===null?e=[o]:e.push(o),p++}}}}else{let r={instancePath:i+"/properties/cust\
omContainerTemplate/ingress",schemaPath:"#/properties/properties/properties/customContainerTemplate/properties\
/ingress/type",keyword:"type",params:{type:"object"}};e===null?e=[r]:e.push(r),p++}}}else{let t={instancePath:i+
"/properties/customContainerTemplate",schemaPath:"#/properties/properties/properties/customContainerTemplate/t\
ype",keyword:"type",params:{type:"object"}};e===null?e=[t]:e.push(t),p++}}if(n.sessionNetworkConfiguration!==void 0){
let s=n.sessionNetworkConfiguration;if(s&&typeof s=="object"&&!Array.isArray(s)){for(let t in s)if(t!=="status"){
let r={instancePath:i+"/properties/sessionNetworkConfiguration",schemaPath:"#/properties/properties/properties\
/sessionNetworkConfiguration/additionalProperties",keyword:"additionalProperties",params:{additionalProperty:t}};
e===null?e=[r]:e.push(r),p++}if(s.status!==void 0){let t=s.status;if(typeof t!="string"){let r={instancePath:i+
"/properties/sessionNetworkConfiguration/status",schemaPath:"#/properties/properties/properties/sessionNetwork\
Configuration/properties/status/type",keyword:"type",params:{type:"string"}};e===null?e=[r]:e.push(r),p++}if(!(t===
"EgressEnabled"||t==="EgressDisabled")){let r={instancePath:i+"/properties/sessionNetworkConfiguration/status",
schemaPath:"#/properties/properties/properties/sessionNetworkConfiguration/properties/status/enum",keyword:"en\
um",params:{allowedValues:g.properties.properties.properties.sessionNetworkConfiguration.properties.status.enum}};
e===null?e=[r]:e.push(r),p++}}}else{let t={instancePath:i+"/properties/sessionNetworkConfiguration",schemaPath:"\
#/properties/properties/properties/sessionNetworkConfiguration/type",keyword:"type",params:{type:"object"}};e===
null?e=[t]:e.push(t),p++}}if(n.managedIdentitySettings!==void 0){let s=n.managedIdentitySettings;if(Array.isArray(
s)){let t=s.length;for(let r=0;r<t;r++){let o=s[r];if(o&&typeof o=="object"&&!Array.isArray(o)){if(o.identity===
void 0){let l={instancePath:i+"/properties/managedIdentitySettings/"+r,schemaPath:"#/properties/properties/pro\
perties/managedIdentitySettings/items/required",keyword:"required",params:{missingProperty:"identity"}};e===null?
e=[l]:e.push(l),p++}for(let l in o)if(!(l==="identity"||l==="lifecycle")){let a={instancePath:i+"/properties/m\
anagedIdentitySettings/"+r,schemaPath:"#/properties/properties/properties/managedIdentitySettings/items/additi\
onalProperties",keyword:"additionalProperties",params:{additionalProperty:l}};e===null?e=[a]:e.push(a),p++}if(o.
identity!==void 0){let l=o.identity;if(typeof l=="string"){if(f(l)<1){let a={instancePath:i+"/properties/manag\
edIdentitySettings/"+r+"/identity",schemaPath:"#/properties/properties/properties/managedIdentitySettings/item\
s/properties/identity/minLength",keyword:"minLength",params:{limit:1}};e===null?e=[a]:e.push(a),p++}}else{let a={
instancePath:i+"/properties/managedIdentitySettings/"+r+"/identity",schemaPath:"#/properties/properties/proper\
ties/managedIdentitySettings/items/properties/identity/type",keyword:"type",params:{type:"string"}};e===null?e=
[a]:e.push(a),p++}}if(o.lifecycle!==void 0){let l=o.lifecycle;if(typeof l!="string"){let a={instancePath:i+"/p\
roperties/managedIdentitySettings/"+r+"/lifecycle",schemaPath:"#/properties/properties/properties/managedIdent\
itySettings/items/properties/lifecycle/type",keyword:"type",params:{type:"string"}};e===null?e=[a]:e.push(a),p++}
if(!(l==="None"||l==="Main")){let a={instancePath:i+"/properties/managedIdentitySettings/"+r+"/lifecycle",schemaPath:"\
#/properties/properties/properties/managedIdentitySettings/items/properties/lifecycle/enum",keyword:"enum",params:{
allowedValues:g.properties.properties.properties.managedIdentitySettings.items.properties.lifecycle.enum}};e===
null?e=[a]:e.push(a),p++}}}else{let l={instancePath:i+"/properties/managedIdentitySettings/"+r,schemaPath:"#/p\
roperties/properties/properties/managedIdentitySettings/items/type",keyword:"type",params:{type:"object"}};e===
null?e=[l]:e.push(l),p++}}}else{let t={instancePath:i+"/properties/managedIdentitySettings",schemaPath:"#/prop\
erties/properties/properties/managedIdentitySettings/type",keyword:"type",params:{type:"array"}};e===null?e=[t]:
e.push(t),p++}}}else{let s={instancePath:i+"/properties",schemaPath:"#/properties/properties/type",keyword:"ty\
pe",params:{type:"object"}};e===null?e=[s]:e.push(s),p++}}if(y.tags!==void 0){let n=y.tags;if(n&&typeof n=="ob\
ject"&&!Array.isArray(n)){for(let s in n)if(typeof n[s]!="string"){let t={instancePath:i+"/tags/"+s.replace(/~/g,
"~0").replace(/\//g,"~1"),schemaPath:"#/properties/tags/additionalProperties/type",keyword:"type",params:{type:"\
string"}};e===null?e=[t]:e.push(t),p++}}else{let s={instancePath:i+"/tags",schemaPath:"#/properties/tags/type",
keyword:"type",params:{type:"object"}};e===null?e=[s]:e.push(s),p++}}}else{let n={instancePath:i,schemaPath:"#\
/type",keyword:"type",params:{type:"object"}};e===null?e=[n]:e.push(n),p++}return S.errors=e,p===0}export{R as validate};
