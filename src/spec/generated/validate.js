// Made from src/spec/session-pool.schema.json by "npm run generate". Change that file, not this one.
// biome-ignore-all format: generated
// biome-ignore-all lint: generated
/* oxlint-disable */
var I=(y,s)=>()=>{try{return s||y((s={exports:{}}).exports,s),s.exports}catch(w){throw s=0,w}};var A=I(k=>{"use strict";Object.defineProperty(k,"__esModule",{value:!0});function T(y){let s=y.length,w=0,P=0,
C;for(;P<s;)w++,C=y.charCodeAt(P++),C>=55296&&C<=56319&&P<s&&(C=y.charCodeAt(P),(C&64512)===56320&&P++);return w}
k.default=T;T.code='require("ajv/dist/runtime/ucs2length").default'});var q=b,g={type:"object",required:["subscriptionId","resourceGroup","name","location","properties"],additionalProperties:!1,
properties:{subscriptionId:{type:"string",pattern:"^[0-9A-Fa-f]{8}(-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}$"},resourceGroup:{
type:"string",minLength:1,maxLength:90,pattern:"^[-\\w.()]*[-\\w()]$"},name:{type:"string",minLength:3,maxLength:63,
pattern:"^[a-z][-a-z0-9]*$"},location:{type:"string",pattern:"\\S"},identity:{type:"object",required:["type"],
additionalProperties:!1,properties:{type:{type:"string",enum:["None","SystemAssigned","UserAssigned","SystemAs\
signed,UserAssigned"]},userAssignedIdentities:{type:"object",additionalProperties:{type:"object",additionalProperties:!1}}}},
properties:{type:"object",additionalProperties:!1,properties:{environmentId:{type:"string",minLength:1},containerType:{
type:"string",enum:["CustomContainer","PythonLTS","NodeLTS","Shell"]},poolManagementType:{type:"string",enum:[
"Manual","Dynamic"]},scaleConfiguration:{type:"object",additionalProperties:!1,properties:{maxConcurrentSessions:{
type:"integer",minimum:1,maximum:2147483647},readySessionInstances:{type:"integer",minimum:0,maximum:2147483647}}},
secrets:{type:"array",maxItems:0,items:{type:"object",additionalProperties:!1,properties:{name:{type:"string"}}}},
dynamicPoolConfiguration:{type:"object",additionalProperties:!1,properties:{lifecycleConfiguration:{type:"obje\
ct",additionalProperties:!1,properties:{lifecycleType:{type:"string",enum:["Timed","OnContainerExit"]},cooldownPeriodInSeconds:{
type:"integer",minimum:300,maximum:3600},maxAlivePeriodInSeconds:{type:"integer",minimum:1,maximum:2147483647}}}}},
customContainerTemplate:{type:"object",additionalProperties:!1,properties:{registryCredentials:{type:"object",
additionalProperties:!1,properties:{server:{type:"string",minLength:1},username:{type:"string",minLength:1},passwordSecretRef:{
type:"string",minLength:1},identity:{type:"string",minLength:1}}},containers:{type:"array",minItems:1,items:{type:"\
object",additionalProperties:!1,properties:{image:{type:"string",minLength:1},name:{type:"string",minLength:1},
command:{type:"array",items:{type:"string"}},args:{type:"array",items:{type:"string"}},env:{type:"array",items:{
type:"object",additionalProperties:!1,properties:{name:{type:"string",minLength:1},value:{type:"string"},secretRef:{
type:"string",minLength:1}}}},resources:{type:"object",additionalProperties:!1,properties:{cpu:{type:"number",
exclusiveMinimum:0},memory:{type:"string",pattern:"^[0-9]+(\\.[0-9]+)?[A-Za-z]+$"}}}}}},ingress:{type:"object",
additionalProperties:!1,properties:{targetPort:{type:"integer",minimum:1,maximum:65535}}}}},sessionNetworkConfiguration:{
type:"object",additionalProperties:!1,properties:{status:{type:"string",enum:["EgressEnabled","EgressDisabled"]}}},
managedIdentitySettings:{type:"array",items:{type:"object",required:["identity"],additionalProperties:!1,properties:{
identity:{type:"string",minLength:1},lifecycle:{type:"string",enum:["None","Main"]}}}}}},tags:{type:"object",additionalProperties:{
type:"string"}}}},S=new RegExp("^[0-9A-Fa-f]{8}(-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}$","u"),v=new RegExp("^[-\\w\
.()]*[-\\w()]$","u"),x=new RegExp("^[a-z][-a-z0-9]*$","u"),j=new RegExp("\\S","u"),N=new RegExp("^[0-9]+(\\.[0-\
9]+)?[A-Za-z]+$","u"),h=A().default,L=Object.prototype.hasOwnProperty;function b(y,{instancePath:s="",parentData:w,
parentDataProperty:P,rootData:C=y}={}){let e=null,p=0;if(y&&typeof y=="object"&&!Array.isArray(y)){if(y.subscriptionId===
void 0){let n={instancePath:s,schemaPath:"#/required",keyword:"required",params:{missingProperty:"subscription\
Id"}};e===null?e=[n]:e.push(n),p++}if(y.resourceGroup===void 0){let n={instancePath:s,schemaPath:"#/required",
keyword:"required",params:{missingProperty:"resourceGroup"}};e===null?e=[n]:e.push(n),p++}if(y.name===void 0){
let n={instancePath:s,schemaPath:"#/required",keyword:"required",params:{missingProperty:"name"}};e===null?e=[
n]:e.push(n),p++}if(y.location===void 0){let n={instancePath:s,schemaPath:"#/required",keyword:"required",params:{
missingProperty:"location"}};e===null?e=[n]:e.push(n),p++}if(y.properties===void 0){let n={instancePath:s,schemaPath:"\
#/required",keyword:"required",params:{missingProperty:"properties"}};e===null?e=[n]:e.push(n),p++}for(let n in y)
if(!(n==="subscriptionId"||n==="resourceGroup"||n==="name"||n==="location"||n==="identity"||n==="properties"||
n==="tags")){let i={instancePath:s,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{
additionalProperty:n}};e===null?e=[i]:e.push(i),p++}if(y.subscriptionId!==void 0){let n=y.subscriptionId;if(typeof n==
"string"){if(!S.test(n)){let i={instancePath:s+"/subscriptionId",schemaPath:"#/properties/subscriptionId/patte\
rn",keyword:"pattern",params:{pattern:"^[0-9A-Fa-f]{8}(-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}$"}};e===null?e=[i]:
e.push(i),p++}}else{let i={instancePath:s+"/subscriptionId",schemaPath:"#/properties/subscriptionId/type",keyword:"\
type",params:{type:"string"}};e===null?e=[i]:e.push(i),p++}}if(y.resourceGroup!==void 0){let n=y.resourceGroup;
if(typeof n=="string"){if(h(n)>90){let i={instancePath:s+"/resourceGroup",schemaPath:"#/properties/resourceGro\
up/maxLength",keyword:"maxLength",params:{limit:90}};e===null?e=[i]:e.push(i),p++}if(h(n)<1){let i={instancePath:s+
"/resourceGroup",schemaPath:"#/properties/resourceGroup/minLength",keyword:"minLength",params:{limit:1}};e===null?
e=[i]:e.push(i),p++}if(!v.test(n)){let i={instancePath:s+"/resourceGroup",schemaPath:"#/properties/resourceGro\
up/pattern",keyword:"pattern",params:{pattern:"^[-\\w.()]*[-\\w()]$"}};e===null?e=[i]:e.push(i),p++}}else{let i={
instancePath:s+"/resourceGroup",schemaPath:"#/properties/resourceGroup/type",keyword:"type",params:{type:"stri\
ng"}};e===null?e=[i]:e.push(i),p++}}if(y.name!==void 0){let n=y.name;if(typeof n=="string"){if(h(n)>63){let i={
instancePath:s+"/name",schemaPath:"#/properties/name/maxLength",keyword:"maxLength",params:{limit:63}};e===null?
e=[i]:e.push(i),p++}if(h(n)<3){let i={instancePath:s+"/name",schemaPath:"#/properties/name/minLength",keyword:"\
minLength",params:{limit:3}};e===null?e=[i]:e.push(i),p++}if(!x.test(n)){let i={instancePath:s+"/name",schemaPath:"\
#/properties/name/pattern",keyword:"pattern",params:{pattern:"^[a-z][-a-z0-9]*$"}};e===null?e=[i]:e.push(i),p++}}else{
let i={instancePath:s+"/name",schemaPath:"#/properties/name/type",keyword:"type",params:{type:"string"}};e===null?
e=[i]:e.push(i),p++}}if(y.location!==void 0){let n=y.location;if(typeof n=="string"){if(!j.test(n)){let i={instancePath:s+
"/location",schemaPath:"#/properties/location/pattern",keyword:"pattern",params:{pattern:"\\S"}};e===null?e=[i]:
e.push(i),p++}}else{let i={instancePath:s+"/location",schemaPath:"#/properties/location/type",keyword:"type",params:{
type:"string"}};e===null?e=[i]:e.push(i),p++}}if(y.identity!==void 0){let n=y.identity;if(n&&typeof n=="object"&&
!Array.isArray(n)){if(n.type===void 0){let i={instancePath:s+"/identity",schemaPath:"#/properties/identity/req\
uired",keyword:"required",params:{missingProperty:"type"}};e===null?e=[i]:e.push(i),p++}for(let i in n)if(!(i===
"type"||i==="userAssignedIdentities")){let r={instancePath:s+"/identity",schemaPath:"#/properties/identity/add\
itionalProperties",keyword:"additionalProperties",params:{additionalProperty:i}};e===null?e=[r]:e.push(r),p++}
if(n.type!==void 0){let i=n.type;if(typeof i!="string"){let r={instancePath:s+"/identity/type",schemaPath:"#/p\
roperties/identity/properties/type/type",keyword:"type",params:{type:"string"}};e===null?e=[r]:e.push(r),p++}if(!(i===
"None"||i==="SystemAssigned"||i==="UserAssigned"||i==="SystemAssigned,UserAssigned")){let r={instancePath:s+"/\
identity/type",schemaPath:"#/properties/identity/properties/type/enum",keyword:"enum",params:{allowedValues:g.
properties.identity.properties.type.enum}};e===null?e=[r]:e.push(r),p++}}if(n.userAssignedIdentities!==void 0){
let i=n.userAssignedIdentities;if(i&&typeof i=="object"&&!Array.isArray(i))for(let r in i){let t=i[r];if(t&&typeof t==
"object"&&!Array.isArray(t))for(let o in t){let l={instancePath:s+"/identity/userAssignedIdentities/"+r.replace(
/~/g,"~0").replace(/\//g,"~1"),schemaPath:"#/properties/identity/properties/userAssignedIdentities/additionalP\
roperties/additionalProperties",keyword:"additionalProperties",params:{additionalProperty:o}};e===null?e=[l]:e.
push(l),p++}else{let o={instancePath:s+"/identity/userAssignedIdentities/"+r.replace(/~/g,"~0").replace(/\//g,
"~1"),schemaPath:"#/properties/identity/properties/userAssignedIdentities/additionalProperties/type",keyword:"\
type",params:{type:"object"}};e===null?e=[o]:e.push(o),p++}}else{let r={instancePath:s+"/identity/userAssigned\
Identities",schemaPath:"#/properties/identity/properties/userAssignedIdentities/type",keyword:"type",params:{type:"\
object"}};e===null?e=[r]:e.push(r),p++}}}else{let i={instancePath:s+"/identity",schemaPath:"#/properties/ident\
ity/type",keyword:"type",params:{type:"object"}};e===null?e=[i]:e.push(i),p++}}if(y.properties!==void 0){let n=y.
properties;if(n&&typeof n=="object"&&!Array.isArray(n)){for(let i in n)if(!L.call(g.properties.properties.properties,
i)){let r={instancePath:s+"/properties",schemaPath:"#/properties/properties/additionalProperties",keyword:"add\
itionalProperties",params:{additionalProperty:i}};e===null?e=[r]:e.push(r),p++}if(n.environmentId!==void 0){let i=n.
environmentId;if(typeof i=="string"){if(h(i)<1){let r={instancePath:s+"/properties/environmentId",schemaPath:"\
#/properties/properties/properties/environmentId/minLength",keyword:"minLength",params:{limit:1}};e===null?e=[
r]:e.push(r),p++}}else{let r={instancePath:s+"/properties/environmentId",schemaPath:"#/properties/properties/p\
roperties/environmentId/type",keyword:"type",params:{type:"string"}};e===null?e=[r]:e.push(r),p++}}if(n.containerType!==
void 0){let i=n.containerType;if(typeof i!="string"){let r={instancePath:s+"/properties/containerType",schemaPath:"\
#/properties/properties/properties/containerType/type",keyword:"type",params:{type:"string"}};e===null?e=[r]:e.
push(r),p++}if(!(i==="CustomContainer"||i==="PythonLTS"||i==="NodeLTS"||i==="Shell")){let r={instancePath:s+"/\
properties/containerType",schemaPath:"#/properties/properties/properties/containerType/enum",keyword:"enum",params:{
allowedValues:g.properties.properties.properties.containerType.enum}};e===null?e=[r]:e.push(r),p++}}if(n.poolManagementType!==
void 0){let i=n.poolManagementType;if(typeof i!="string"){let r={instancePath:s+"/properties/poolManagementTyp\
e",schemaPath:"#/properties/properties/properties/poolManagementType/type",keyword:"type",params:{type:"string"}};
e===null?e=[r]:e.push(r),p++}if(!(i==="Manual"||i==="Dynamic")){let r={instancePath:s+"/properties/poolManagem\
entType",schemaPath:"#/properties/properties/properties/poolManagementType/enum",keyword:"enum",params:{allowedValues:g.
properties.properties.properties.poolManagementType.enum}};e===null?e=[r]:e.push(r),p++}}if(n.scaleConfiguration!==
void 0){let i=n.scaleConfiguration;if(i&&typeof i=="object"&&!Array.isArray(i)){for(let r in i)if(!(r==="maxCo\
ncurrentSessions"||r==="readySessionInstances")){let t={instancePath:s+"/properties/scaleConfiguration",schemaPath:"\
#/properties/properties/properties/scaleConfiguration/additionalProperties",keyword:"additionalProperties",params:{
additionalProperty:r}};e===null?e=[t]:e.push(t),p++}if(i.maxConcurrentSessions!==void 0){let r=i.maxConcurrentSessions;
if(!(typeof r=="number"&&!(r%1)&&!isNaN(r)&&isFinite(r))){let t={instancePath:s+"/properties/scaleConfiguratio\
n/maxConcurrentSessions",schemaPath:"#/properties/properties/properties/scaleConfiguration/properties/maxConcu\
rrentSessions/type",keyword:"type",params:{type:"integer"}};e===null?e=[t]:e.push(t),p++}if(typeof r=="number"&&
isFinite(r)){if(r>2147483647||isNaN(r)){let t={instancePath:s+"/properties/scaleConfiguration/maxConcurrentSes\
sions",schemaPath:"#/properties/properties/properties/scaleConfiguration/properties/maxConcurrentSessions/maxi\
mum",keyword:"maximum",params:{comparison:"<=",limit:2147483647}};e===null?e=[t]:e.push(t),p++}if(r<1||isNaN(r)){
let t={instancePath:s+"/properties/scaleConfiguration/maxConcurrentSessions",schemaPath:"#/properties/properti\
es/properties/scaleConfiguration/properties/maxConcurrentSessions/minimum",keyword:"minimum",params:{comparison:"\
>=",limit:1}};e===null?e=[t]:e.push(t),p++}}}if(i.readySessionInstances!==void 0){let r=i.readySessionInstances;
if(!(typeof r=="number"&&!(r%1)&&!isNaN(r)&&isFinite(r))){let t={instancePath:s+"/properties/scaleConfiguratio\
n/readySessionInstances",schemaPath:"#/properties/properties/properties/scaleConfiguration/properties/readySes\
sionInstances/type",keyword:"type",params:{type:"integer"}};e===null?e=[t]:e.push(t),p++}if(typeof r=="number"&&
isFinite(r)){if(r>2147483647||isNaN(r)){let t={instancePath:s+"/properties/scaleConfiguration/readySessionInst\
ances",schemaPath:"#/properties/properties/properties/scaleConfiguration/properties/readySessionInstances/maxi\
mum",keyword:"maximum",params:{comparison:"<=",limit:2147483647}};e===null?e=[t]:e.push(t),p++}if(r<0||isNaN(r)){
let t={instancePath:s+"/properties/scaleConfiguration/readySessionInstances",schemaPath:"#/properties/properti\
es/properties/scaleConfiguration/properties/readySessionInstances/minimum",keyword:"minimum",params:{comparison:"\
>=",limit:0}};e===null?e=[t]:e.push(t),p++}}}}else{let r={instancePath:s+"/properties/scaleConfiguration",schemaPath:"\
#/properties/properties/properties/scaleConfiguration/type",keyword:"type",params:{type:"object"}};e===null?e=
[r]:e.push(r),p++}}if(n.secrets!==void 0){let i=n.secrets;if(Array.isArray(i)){if(i.length>0){let t={instancePath:s+
"/properties/secrets",schemaPath:"#/properties/properties/properties/secrets/maxItems",keyword:"maxItems",params:{
limit:0}};e===null?e=[t]:e.push(t),p++}let r=i.length;for(let t=0;t<r;t++){let o=i[t];if(o&&typeof o=="object"&&
!Array.isArray(o)){for(let l in o)if(l!=="name"){let a={instancePath:s+"/properties/secrets/"+t,schemaPath:"#/\
properties/properties/properties/secrets/items/additionalProperties",keyword:"additionalProperties",params:{additionalProperty:l}};
e===null?e=[a]:e.push(a),p++}if(o.name!==void 0&&typeof o.name!="string"){let l={instancePath:s+"/properties/s\
ecrets/"+t+"/name",schemaPath:"#/properties/properties/properties/secrets/items/properties/name/type",keyword:"\
type",params:{type:"string"}};e===null?e=[l]:e.push(l),p++}}else{let l={instancePath:s+"/properties/secrets/"+
t,schemaPath:"#/properties/properties/properties/secrets/items/type",keyword:"type",params:{type:"object"}};e===
null?e=[l]:e.push(l),p++}}}else{let r={instancePath:s+"/properties/secrets",schemaPath:"#/properties/propertie\
s/properties/secrets/type",keyword:"type",params:{type:"array"}};e===null?e=[r]:e.push(r),p++}}if(n.dynamicPoolConfiguration!==
void 0){let i=n.dynamicPoolConfiguration;if(i&&typeof i=="object"&&!Array.isArray(i)){for(let r in i)if(r!=="l\
ifecycleConfiguration"){let t={instancePath:s+"/properties/dynamicPoolConfiguration",schemaPath:"#/properties/\
properties/properties/dynamicPoolConfiguration/additionalProperties",keyword:"additionalProperties",params:{additionalProperty:r}};
e===null?e=[t]:e.push(t),p++}if(i.lifecycleConfiguration!==void 0){let r=i.lifecycleConfiguration;if(r&&typeof r==
"object"&&!Array.isArray(r)){for(let t in r)if(!(t==="lifecycleType"||t==="cooldownPeriodInSeconds"||t==="maxA\
livePeriodInSeconds")){let o={instancePath:s+"/properties/dynamicPoolConfiguration/lifecycleConfiguration",schemaPath:"\
#/properties/properties/properties/dynamicPoolConfiguration/properties/lifecycleConfiguration/additionalProper\
ties",keyword:"additionalProperties",params:{additionalProperty:t}};e===null?e=[o]:e.push(o),p++}if(r.lifecycleType!==
void 0){let t=r.lifecycleType;if(typeof t!="string"){let o={instancePath:s+"/properties/dynamicPoolConfigurati\
on/lifecycleConfiguration/lifecycleType",schemaPath:"#/properties/properties/properties/dynamicPoolConfigurati\
on/properties/lifecycleConfiguration/properties/lifecycleType/type",keyword:"type",params:{type:"string"}};e===
null?e=[o]:e.push(o),p++}if(!(t==="Timed"||t==="OnContainerExit")){let o={instancePath:s+"/properties/dynamicP\
oolConfiguration/lifecycleConfiguration/lifecycleType",schemaPath:"#/properties/properties/properties/dynamicP\
oolConfiguration/properties/lifecycleConfiguration/properties/lifecycleType/enum",keyword:"enum",params:{allowedValues:g.
properties.properties.properties.dynamicPoolConfiguration.properties.lifecycleConfiguration.properties.lifecycleType.
enum}};e===null?e=[o]:e.push(o),p++}}if(r.cooldownPeriodInSeconds!==void 0){let t=r.cooldownPeriodInSeconds;if(!(typeof t==
"number"&&!(t%1)&&!isNaN(t)&&isFinite(t))){let o={instancePath:s+"/properties/dynamicPoolConfiguration/lifecyc\
leConfiguration/cooldownPeriodInSeconds",schemaPath:"#/properties/properties/properties/dynamicPoolConfigurati\
on/properties/lifecycleConfiguration/properties/cooldownPeriodInSeconds/type",keyword:"type",params:{type:"int\
eger"}};e===null?e=[o]:e.push(o),p++}if(typeof t=="number"&&isFinite(t)){if(t>3600||isNaN(t)){let o={instancePath:s+
"/properties/dynamicPoolConfiguration/lifecycleConfiguration/cooldownPeriodInSeconds",schemaPath:"#/properties\
/properties/properties/dynamicPoolConfiguration/properties/lifecycleConfiguration/properties/cooldownPeriodInS\
econds/maximum",keyword:"maximum",params:{comparison:"<=",limit:3600}};e===null?e=[o]:e.push(o),p++}if(t<300||
isNaN(t)){let o={instancePath:s+"/properties/dynamicPoolConfiguration/lifecycleConfiguration/cooldownPeriodInS\
econds",schemaPath:"#/properties/properties/properties/dynamicPoolConfiguration/properties/lifecycleConfigurat\
ion/properties/cooldownPeriodInSeconds/minimum",keyword:"minimum",params:{comparison:">=",limit:300}};e===null?
e=[o]:e.push(o),p++}}}if(r.maxAlivePeriodInSeconds!==void 0){let t=r.maxAlivePeriodInSeconds;if(!(typeof t=="n\
umber"&&!(t%1)&&!isNaN(t)&&isFinite(t))){let o={instancePath:s+"/properties/dynamicPoolConfiguration/lifecycle\
Configuration/maxAlivePeriodInSeconds",schemaPath:"#/properties/properties/properties/dynamicPoolConfiguration\
/properties/lifecycleConfiguration/properties/maxAlivePeriodInSeconds/type",keyword:"type",params:{type:"integ\
er"}};e===null?e=[o]:e.push(o),p++}if(typeof t=="number"&&isFinite(t)){if(t>2147483647||isNaN(t)){let o={instancePath:s+
"/properties/dynamicPoolConfiguration/lifecycleConfiguration/maxAlivePeriodInSeconds",schemaPath:"#/properties\
/properties/properties/dynamicPoolConfiguration/properties/lifecycleConfiguration/properties/maxAlivePeriodInS\
econds/maximum",keyword:"maximum",params:{comparison:"<=",limit:2147483647}};e===null?e=[o]:e.push(o),p++}if(t<
1||isNaN(t)){let o={instancePath:s+"/properties/dynamicPoolConfiguration/lifecycleConfiguration/maxAlivePeriod\
InSeconds",schemaPath:"#/properties/properties/properties/dynamicPoolConfiguration/properties/lifecycleConfigu\
ration/properties/maxAlivePeriodInSeconds/minimum",keyword:"minimum",params:{comparison:">=",limit:1}};e===null?
e=[o]:e.push(o),p++}}}}else{let t={instancePath:s+"/properties/dynamicPoolConfiguration/lifecycleConfiguration",
schemaPath:"#/properties/properties/properties/dynamicPoolConfiguration/properties/lifecycleConfiguration/type",
keyword:"type",params:{type:"object"}};e===null?e=[t]:e.push(t),p++}}}else{let r={instancePath:s+"/properties/\
dynamicPoolConfiguration",schemaPath:"#/properties/properties/properties/dynamicPoolConfiguration/type",keyword:"\
type",params:{type:"object"}};e===null?e=[r]:e.push(r),p++}}if(n.customContainerTemplate!==void 0){let i=n.customContainerTemplate;
if(i&&typeof i=="object"&&!Array.isArray(i)){for(let r in i)if(!(r==="registryCredentials"||r==="containers"||
r==="ingress")){let t={instancePath:s+"/properties/customContainerTemplate",schemaPath:"#/properties/propertie\
s/properties/customContainerTemplate/additionalProperties",keyword:"additionalProperties",params:{additionalProperty:r}};
e===null?e=[t]:e.push(t),p++}if(i.registryCredentials!==void 0){let r=i.registryCredentials;if(r&&typeof r=="o\
bject"&&!Array.isArray(r)){for(let t in r)if(!(t==="server"||t==="username"||t==="passwordSecretRef"||t==="ide\
ntity")){let o={instancePath:s+"/properties/customContainerTemplate/registryCredentials",schemaPath:"#/propert\
ies/properties/properties/customContainerTemplate/properties/registryCredentials/additionalProperties",keyword:"\
additionalProperties",params:{additionalProperty:t}};e===null?e=[o]:e.push(o),p++}if(r.server!==void 0){let t=r.
server;if(typeof t=="string"){if(h(t)<1){let o={instancePath:s+"/properties/customContainerTemplate/registryCr\
edentials/server",schemaPath:"#/properties/properties/properties/customContainerTemplate/properties/registryCr\
edentials/properties/server/minLength",keyword:"minLength",params:{limit:1}};e===null?e=[o]:e.push(o),p++}}else{
let o={instancePath:s+"/properties/customContainerTemplate/registryCredentials/server",schemaPath:"#/propertie\
s/properties/properties/customContainerTemplate/properties/registryCredentials/properties/server/type",keyword:"\
type",params:{type:"string"}};e===null?e=[o]:e.push(o),p++}}if(r.username!==void 0){let t=r.username;if(typeof t==
"string"){if(h(t)<1){let o={instancePath:s+"/properties/customContainerTemplate/registryCredentials/username",
schemaPath:"#/properties/properties/properties/customContainerTemplate/properties/registryCredentials/properti\
es/username/minLength",keyword:"minLength",params:{limit:1}};e===null?e=[o]:e.push(o),p++}}else{let o={instancePath:s+
"/properties/customContainerTemplate/registryCredentials/username",schemaPath:"#/properties/properties/propert\
ies/customContainerTemplate/properties/registryCredentials/properties/username/type",keyword:"type",params:{type:"\
string"}};e===null?e=[o]:e.push(o),p++}}if(r.passwordSecretRef!==void 0){let t=r.passwordSecretRef;if(typeof t==
"string"){if(h(t)<1){let o={instancePath:s+"/properties/customContainerTemplate/registryCredentials/passwordSe\
cretRef",schemaPath:"#/properties/properties/properties/customContainerTemplate/properties/registryCredentials\
/properties/passwordSecretRef/minLength",keyword:"minLength",params:{limit:1}};e===null?e=[o]:e.push(o),p++}}else{
let o={instancePath:s+"/properties/customContainerTemplate/registryCredentials/passwordSecretRef",schemaPath:"\
#/properties/properties/properties/customContainerTemplate/properties/registryCredentials/properties/passwordS\
ecretRef/type",keyword:"type",params:{type:"string"}};e===null?e=[o]:e.push(o),p++}}if(r.identity!==void 0){let t=r.
identity;if(typeof t=="string"){if(h(t)<1){let o={instancePath:s+"/properties/customContainerTemplate/registry\
Credentials/identity",schemaPath:"#/properties/properties/properties/customContainerTemplate/properties/regist\
ryCredentials/properties/identity/minLength",keyword:"minLength",params:{limit:1}};e===null?e=[o]:e.push(o),p++}}else{
let o={instancePath:s+"/properties/customContainerTemplate/registryCredentials/identity",schemaPath:"#/propert\
ies/properties/properties/customContainerTemplate/properties/registryCredentials/properties/identity/type",keyword:"\
type",params:{type:"string"}};e===null?e=[o]:e.push(o),p++}}}else{let t={instancePath:s+"/properties/customCon\
tainerTemplate/registryCredentials",schemaPath:"#/properties/properties/properties/customContainerTemplate/pro\
perties/registryCredentials/type",keyword:"type",params:{type:"object"}};e===null?e=[t]:e.push(t),p++}}if(i.containers!==
void 0){let r=i.containers;if(Array.isArray(r)){if(r.length<1){let o={instancePath:s+"/properties/customContai\
nerTemplate/containers",schemaPath:"#/properties/properties/properties/customContainerTemplate/properties/cont\
ainers/minItems",keyword:"minItems",params:{limit:1}};e===null?e=[o]:e.push(o),p++}let t=r.length;for(let o=0;o<
t;o++){let l=r[o];if(l&&typeof l=="object"&&!Array.isArray(l)){for(let a in l)if(!(a==="image"||a==="name"||a===
"command"||a==="args"||a==="env"||a==="resources")){let m={instancePath:s+"/properties/customContainerTemplate\
/containers/"+o,schemaPath:"#/properties/properties/properties/customContainerTemplate/properties/containers/i\
tems/additionalProperties",keyword:"additionalProperties",params:{additionalProperty:a}};e===null?e=[m]:e.push(
m),p++}if(l.image!==void 0){let a=l.image;if(typeof a=="string"){if(h(a)<1){let m={instancePath:s+"/properties\
/customContainerTemplate/containers/"+o+"/image",schemaPath:"#/properties/properties/properties/customContaine\
rTemplate/properties/containers/items/properties/image/minLength",keyword:"minLength",params:{limit:1}};e===null?
e=[m]:e.push(m),p++}}else{let m={instancePath:s+"/properties/customContainerTemplate/containers/"+o+"/image",schemaPath:"\
#/properties/properties/properties/customContainerTemplate/properties/containers/items/properties/image/type",
keyword:"type",params:{type:"string"}};e===null?e=[m]:e.push(m),p++}}if(l.name!==void 0){let a=l.name;if(typeof a==
"string"){if(h(a)<1){let m={instancePath:s+"/properties/customContainerTemplate/containers/"+o+"/name",schemaPath:"\
#/properties/properties/properties/customContainerTemplate/properties/containers/items/properties/name/minLeng\
th",keyword:"minLength",params:{limit:1}};e===null?e=[m]:e.push(m),p++}}else{let m={instancePath:s+"/propertie\
s/customContainerTemplate/containers/"+o+"/name",schemaPath:"#/properties/properties/properties/customContaine\
rTemplate/properties/containers/items/properties/name/type",keyword:"type",params:{type:"string"}};e===null?e=
[m]:e.push(m),p++}}if(l.command!==void 0){let a=l.command;if(Array.isArray(a)){let m=a.length;for(let c=0;c<m;c++)
if(typeof a[c]!="string"){let u={instancePath:s+"/properties/customContainerTemplate/containers/"+o+"/command/"+
c,schemaPath:"#/properties/properties/properties/customContainerTemplate/properties/containers/items/propertie\
s/command/items/type",keyword:"type",params:{type:"string"}};e===null?e=[u]:e.push(u),p++}}else{let m={instancePath:s+
"/properties/customContainerTemplate/containers/"+o+"/command",schemaPath:"#/properties/properties/properties/\
customContainerTemplate/properties/containers/items/properties/command/type",keyword:"type",params:{type:"arra\
y"}};e===null?e=[m]:e.push(m),p++}}if(l.args!==void 0){let a=l.args;if(Array.isArray(a)){let m=a.length;for(let c=0;c<
m;c++)if(typeof a[c]!="string"){let u={instancePath:s+"/properties/customContainerTemplate/containers/"+o+"/ar\
gs/"+c,schemaPath:"#/properties/properties/properties/customContainerTemplate/properties/containers/items/prop\
erties/args/items/type",keyword:"type",params:{type:"string"}};e===null?e=[u]:e.push(u),p++}}else{let m={instancePath:s+
"/properties/customContainerTemplate/containers/"+o+"/args",schemaPath:"#/properties/properties/properties/cus\
tomContainerTemplate/properties/containers/items/properties/args/type",keyword:"type",params:{type:"array"}};e===
null?e=[m]:e.push(m),p++}}if(l.env!==void 0){let a=l.env;if(Array.isArray(a)){let m=a.length;for(let c=0;c<m;c++){
let u=a[c];if(u&&typeof u=="object"&&!Array.isArray(u)){for(let d in u)if(!(d==="name"||d==="value"||d==="secr\
etRef")){let f={instancePath:s+"/properties/customContainerTemplate/containers/"+o+"/env/"+c,schemaPath:"#/pro\
perties/properties/properties/customContainerTemplate/properties/containers/items/properties/env/items/additio\
nalProperties",keyword:"additionalProperties",params:{additionalProperty:d}};e===null?e=[f]:e.push(f),p++}if(u.
name!==void 0){let d=u.name;if(typeof d=="string"){if(h(d)<1){let f={instancePath:s+"/properties/customContain\
erTemplate/containers/"+o+"/env/"+c+"/name",schemaPath:"#/properties/properties/properties/customContainerTemp\
late/properties/containers/items/properties/env/items/properties/name/minLength",keyword:"minLength",params:{limit:1}};
e===null?e=[f]:e.push(f),p++}}else{let f={instancePath:s+"/properties/customContainerTemplate/containers/"+o+"\
/env/"+c+"/name",schemaPath:"#/properties/properties/properties/customContainerTemplate/properties/containers/\
items/properties/env/items/properties/name/type",keyword:"type",params:{type:"string"}};e===null?e=[f]:e.push(
f),p++}}if(u.value!==void 0&&typeof u.value!="string"){let d={instancePath:s+"/properties/customContainerTempl\
ate/containers/"+o+"/env/"+c+"/value",schemaPath:"#/properties/properties/properties/customContainerTemplate/p\
roperties/containers/items/properties/env/items/properties/value/type",keyword:"type",params:{type:"string"}};
e===null?e=[d]:e.push(d),p++}if(u.secretRef!==void 0){let d=u.secretRef;if(typeof d=="string"){if(h(d)<1){let f={
instancePath:s+"/properties/customContainerTemplate/containers/"+o+"/env/"+c+"/secretRef",schemaPath:"#/proper\
ties/properties/properties/customContainerTemplate/properties/containers/items/properties/env/items/properties\
/secretRef/minLength",keyword:"minLength",params:{limit:1}};e===null?e=[f]:e.push(f),p++}}else{let f={instancePath:s+
"/properties/customContainerTemplate/containers/"+o+"/env/"+c+"/secretRef",schemaPath:"#/properties/properties\
/properties/customContainerTemplate/properties/containers/items/properties/env/items/properties/secretRef/type",
keyword:"type",params:{type:"string"}};e===null?e=[f]:e.push(f),p++}}}else{let d={instancePath:s+"/properties/\
customContainerTemplate/containers/"+o+"/env/"+c,schemaPath:"#/properties/properties/properties/customContaine\
rTemplate/properties/containers/items/properties/env/items/type",keyword:"type",params:{type:"object"}};e===null?
e=[d]:e.push(d),p++}}}else{let m={instancePath:s+"/properties/customContainerTemplate/containers/"+o+"/env",schemaPath:"\
#/properties/properties/properties/customContainerTemplate/properties/containers/items/properties/env/type",keyword:"\
type",params:{type:"array"}};e===null?e=[m]:e.push(m),p++}}if(l.resources!==void 0){let a=l.resources;if(a&&typeof a==
"object"&&!Array.isArray(a)){for(let m in a)if(!(m==="cpu"||m==="memory")){let c={instancePath:s+"/properties/\
customContainerTemplate/containers/"+o+"/resources",schemaPath:"#/properties/properties/properties/customConta\
inerTemplate/properties/containers/items/properties/resources/additionalProperties",keyword:"additionalPropert\
ies",params:{additionalProperty:m}};e===null?e=[c]:e.push(c),p++}if(a.cpu!==void 0){let m=a.cpu;if(typeof m=="\
number"&&isFinite(m)){if(m<=0||isNaN(m)){let c={instancePath:s+"/properties/customContainerTemplate/containers\
/"+o+"/resources/cpu",schemaPath:"#/properties/properties/properties/customContainerTemplate/properties/contai\
ners/items/properties/resources/properties/cpu/exclusiveMinimum",keyword:"exclusiveMinimum",params:{comparison:"\
>",limit:0}};e===null?e=[c]:e.push(c),p++}}else{let c={instancePath:s+"/properties/customContainerTemplate/con\
tainers/"+o+"/resources/cpu",schemaPath:"#/properties/properties/properties/customContainerTemplate/properties\
/containers/items/properties/resources/properties/cpu/type",keyword:"type",params:{type:"number"}};e===null?e=
[c]:e.push(c),p++}}if(a.memory!==void 0){let m=a.memory;if(typeof m=="string"){if(!N.test(m)){let c={instancePath:s+
"/properties/customContainerTemplate/containers/"+o+"/resources/memory",schemaPath:"#/properties/properties/pr\
operties/customContainerTemplate/properties/containers/items/properties/resources/properties/memory/pattern",keyword:"\
pattern",params:{pattern:"^[0-9]+(\\.[0-9]+)?[A-Za-z]+$"}};e===null?e=[c]:e.push(c),p++}}else{let c={instancePath:s+
"/properties/customContainerTemplate/containers/"+o+"/resources/memory",schemaPath:"#/properties/properties/pr\
operties/customContainerTemplate/properties/containers/items/properties/resources/properties/memory/type",keyword:"\
type",params:{type:"string"}};e===null?e=[c]:e.push(c),p++}}}else{let m={instancePath:s+"/properties/customCon\
tainerTemplate/containers/"+o+"/resources",schemaPath:"#/properties/properties/properties/customContainerTempl\
ate/properties/containers/items/properties/resources/type",keyword:"type",params:{type:"object"}};e===null?e=[
m]:e.push(m),p++}}}else{let a={instancePath:s+"/properties/customContainerTemplate/containers/"+o,schemaPath:"\
#/properties/properties/properties/customContainerTemplate/properties/containers/items/type",keyword:"type",params:{
type:"object"}};e===null?e=[a]:e.push(a),p++}}}else{let t={instancePath:s+"/properties/customContainerTemplate\
/containers",schemaPath:"#/properties/properties/properties/customContainerTemplate/properties/containers/type",
keyword:"type",params:{type:"array"}};e===null?e=[t]:e.push(t),p++}}if(i.ingress!==void 0){let r=i.ingress;if(r&&
typeof r=="object"&&!Array.isArray(r)){for(let t in r)if(t!=="targetPort"){let o={instancePath:s+"/properties/\
customContainerTemplate/ingress",schemaPath:"#/properties/properties/properties/customContainerTemplate/proper\
ties/ingress/additionalProperties",keyword:"additionalProperties",params:{additionalProperty:t}};e===null?e=[o]:
e.push(o),p++}if(r.targetPort!==void 0){let t=r.targetPort;if(!(typeof t=="number"&&!(t%1)&&!isNaN(t)&&isFinite(
t))){let o={instancePath:s+"/properties/customContainerTemplate/ingress/targetPort",schemaPath:"#/properties/p\
roperties/properties/customContainerTemplate/properties/ingress/properties/targetPort/type",keyword:"type",params:{
type:"integer"}};e===null?e=[o]:e.push(o),p++}if(typeof t=="number"&&isFinite(t)){if(t>65535||isNaN(t)){let o={
instancePath:s+"/properties/customContainerTemplate/ingress/targetPort",schemaPath:"#/properties/properties/pr\
operties/customContainerTemplate/properties/ingress/properties/targetPort/maximum",keyword:"maximum",params:{comparison:"\
<=",limit:65535}};e===null?e=[o]:e.push(o),p++}if(t<1||isNaN(t)){let o={instancePath:s+"/properties/customCont\
ainerTemplate/ingress/targetPort",schemaPath:"#/properties/properties/properties/customContainerTemplate/prope\
rties/ingress/properties/targetPort/minimum",keyword:"minimum",params:{comparison:">=",limit:1}};e===null?e=[o]:
e.push(o),p++}}}}else{let t={instancePath:s+"/properties/customContainerTemplate/ingress",schemaPath:"#/proper\
ties/properties/properties/customContainerTemplate/properties/ingress/type",keyword:"type",params:{type:"objec\
t"}};e===null?e=[t]:e.push(t),p++}}}else{let r={instancePath:s+"/properties/customContainerTemplate",schemaPath:"\
#/properties/properties/properties/customContainerTemplate/type",keyword:"type",params:{type:"object"}};e===null?
e=[r]:e.push(r),p++}}if(n.sessionNetworkConfiguration!==void 0){let i=n.sessionNetworkConfiguration;if(i&&typeof i==
"object"&&!Array.isArray(i)){for(let r in i)if(r!=="status"){let t={instancePath:s+"/properties/sessionNetwork\
Configuration",schemaPath:"#/properties/properties/properties/sessionNetworkConfiguration/additionalProperties",
keyword:"additionalProperties",params:{additionalProperty:r}};e===null?e=[t]:e.push(t),p++}if(i.status!==void 0){
let r=i.status;if(typeof r!="string"){let t={instancePath:s+"/properties/sessionNetworkConfiguration/status",schemaPath:"\
#/properties/properties/properties/sessionNetworkConfiguration/properties/status/type",keyword:"type",params:{
type:"string"}};e===null?e=[t]:e.push(t),p++}if(!(r==="EgressEnabled"||r==="EgressDisabled")){let t={instancePath:s+
"/properties/sessionNetworkConfiguration/status",schemaPath:"#/properties/properties/properties/sessionNetwork\
Configuration/properties/status/enum",keyword:"enum",params:{allowedValues:g.properties.properties.properties.
sessionNetworkConfiguration.properties.status.enum}};e===null?e=[t]:e.push(t),p++}}}else{let r={instancePath:s+
"/properties/sessionNetworkConfiguration",schemaPath:"#/properties/properties/properties/sessionNetworkConfigu\
ration/type",keyword:"type",params:{type:"object"}};e===null?e=[r]:e.push(r),p++}}if(n.managedIdentitySettings!==
void 0){let i=n.managedIdentitySettings;if(Array.isArray(i)){let r=i.length;for(let t=0;t<r;t++){let o=i[t];if(o&&
typeof o=="object"&&!Array.isArray(o)){if(o.identity===void 0){let l={instancePath:s+"/properties/managedIdent\
itySettings/"+t,schemaPath:"#/properties/properties/properties/managedIdentitySettings/items/required",keyword:"\
required",params:{missingProperty:"identity"}};e===null?e=[l]:e.push(l),p++}for(let l in o)if(!(l==="identity"||
l==="lifecycle")){let a={instancePath:s+"/properties/managedIdentitySettings/"+t,schemaPath:"#/properties/prop\
erties/properties/managedIdentitySettings/items/additionalProperties",keyword:"additionalProperties",params:{additionalProperty:l}};
e===null?e=[a]:e.push(a),p++}if(o.identity!==void 0){let l=o.identity;if(typeof l=="string"){if(h(l)<1){let a={
instancePath:s+"/properties/managedIdentitySettings/"+t+"/identity",schemaPath:"#/properties/properties/proper\
ties/managedIdentitySettings/items/properties/identity/minLength",keyword:"minLength",params:{limit:1}};e===null?
e=[a]:e.push(a),p++}}else{let a={instancePath:s+"/properties/managedIdentitySettings/"+t+"/identity",schemaPath:"\
#/properties/properties/properties/managedIdentitySettings/items/properties/identity/type",keyword:"type",params:{
type:"string"}};e===null?e=[a]:e.push(a),p++}}if(o.lifecycle!==void 0){let l=o.lifecycle;if(typeof l!="string"){
let a={instancePath:s+"/properties/managedIdentitySettings/"+t+"/lifecycle",schemaPath:"#/properties/propertie\
s/properties/managedIdentitySettings/items/properties/lifecycle/type",keyword:"type",params:{type:"string"}};e===
null?e=[a]:e.push(a),p++}if(!(l==="None"||l==="Main")){let a={instancePath:s+"/properties/managedIdentitySetti\
ngs/"+t+"/lifecycle",schemaPath:"#/properties/properties/properties/managedIdentitySettings/items/properties/l\
ifecycle/enum",keyword:"enum",params:{allowedValues:g.properties.properties.properties.managedIdentitySettings.
items.properties.lifecycle.enum}};e===null?e=[a]:e.push(a),p++}}}else{let l={instancePath:s+"/properties/manag\
edIdentitySettings/"+t,schemaPath:"#/properties/properties/properties/managedIdentitySettings/items/type",keyword:"\
type",params:{type:"object"}};e===null?e=[l]:e.push(l),p++}}}else{let r={instancePath:s+"/properties/managedId\
entitySettings",schemaPath:"#/properties/properties/properties/managedIdentitySettings/type",keyword:"type",params:{
type:"array"}};e===null?e=[r]:e.push(r),p++}}}else{let i={instancePath:s+"/properties",schemaPath:"#/propertie\
s/properties/type",keyword:"type",params:{type:"object"}};e===null?e=[i]:e.push(i),p++}}if(y.tags!==void 0){let n=y.
tags;if(n&&typeof n=="object"&&!Array.isArray(n)){for(let i in n)if(typeof n[i]!="string"){let r={instancePath:s+
"/tags/"+i.replace(/~/g,"~0").replace(/\//g,"~1"),schemaPath:"#/properties/tags/additionalProperties/type",keyword:"\
type",params:{type:"string"}};e===null?e=[r]:e.push(r),p++}}else{let i={instancePath:s+"/tags",schemaPath:"#/p\
roperties/tags/type",keyword:"type",params:{type:"object"}};e===null?e=[i]:e.push(i),p++}}}else{let n={instancePath:s,
schemaPath:"#/type",keyword:"type",params:{type:"object"}};e===null?e=[n]:e.push(n),p++}return b.errors=e,p===
0}export{q as validate};
