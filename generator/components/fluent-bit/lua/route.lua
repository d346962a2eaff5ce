-- Which family of indices a pod's lines go to.
local route = {}

local FAMILY = 'logs.observability/family'
local EXCLUDE = 'logs.observability/exclude'

local function has(list, wanted)
  for _, item in ipairs(list or {}) do
    if item == wanted then return true end
  end
end

local function labelled(rules, labels)
  for _, label in ipairs(rules or {}) do
    local value = labels[label.name]
    if value and (not label.value or label.value == value) then return true end
  end
end

-- True where the pod asks to be left out.
function route.excluded(settings, pod)
  return pod.annotations[EXCLUDE] == 'true' or has(settings.excludedNamespaces, pod.namespace)
end

-- The pod's own word, then the namespace's by values, then labels and kinds of workload, then namespaces that are known.
function route.family(settings, families, pod)
  local asked = pod.annotations[FAMILY]
  if asked and has(settings.familyNames, asked) then return asked end
  local given = settings.namespaces[pod.namespace]
  if given then return given end
  for _, family in ipairs(families) do
    if labelled(family.podLabels, pod.labels) or has(family.workloadKinds, pod.workload_kind) then return family.name end
  end
  for _, family in ipairs(families) do
    if has(family.namespaces, pod.namespace) then return family.name end
  end
  return 'apps'
end

return route
