-- What a person started that a pod belongs to: as `pod:workload:info` has it for metrics, so that one selects the other.
local match, sub = string.match, string.sub

local workload = {}

local function controller(owners)
  for _, owner in ipairs(owners or {}) do
    if owner.controller ~= false then return owner end
  end
end

local function without(name, ending)
  if ending and sub(name, -#ending - 1) == '-' .. ending then return sub(name, 1, -#ending - 2) end
end

-- Of what owns a Job nothing stands at the pod but the labels of those who made it.
local function of_job(name, labels)
  local jobset = labels['jobset.sigs.k8s.io/jobset-name']
  if jobset then
    return jobset, labels['trainer.kubeflow.org/trainjob-ancestor-step'] and 'TrainJob' or 'JobSet'
  end
  local job = labels['training.kubeflow.org/job-name']
  if job and labels['training.kubeflow.org/operator-name'] == 'mpi-operator' then return job, 'MPIJob' end
  local cron = match(name, '^(.+)%-%d%d%d%d%d%d%d%d+$')
  if cron then return cron, 'CronJob' end
  return name, 'Job'
end

-- KubeRay names the RayCluster of a RayService after it, with five random characters, before 1.4 also with "raycluster".
local function of_ray_cluster(name, labels)
  if not labels['ray.io/serve'] then return name, 'RayCluster' end
  local service = match(name, '^(.+)%-[%l%d][%l%d][%l%d][%l%d][%l%d]$') or name
  return match(service, '^(.+)%-raycluster$') or service, 'RayService'
end

-- Name and kind, best answer first: labels, then what owns the controller, then the controller, then the pod itself.
function workload.of(pod, labels, owners)
  local set = labels['leaderworkerset.sigs.k8s.io/name']
  if set then return set, 'LeaderWorkerSet' end
  local ray, kind = labels['ray.io/originated-from-cr-name'], labels['ray.io/originated-from-crd']
  if ray and kind then return ray, kind end
  local owner = controller(owners)
  if not owner or owner.kind == 'Node' then
    local group = not owner and labels['kueue.x-k8s.io/pod-group-name']
    if group then return group, 'PodGroup' end
    return pod, 'Pod'
  end
  if owner.kind == 'RayCluster' then return of_ray_cluster(owner.name, labels) end
  if owner.kind == 'Job' then return of_job(owner.name, labels) end
  if owner.kind == 'ReplicaSet' then
    local deployment = without(owner.name, labels['pod-template-hash'])
    if deployment then return deployment, 'Deployment' end
    local rollout = without(owner.name, labels['rollouts-pod-template-hash'])
    if rollout then return rollout, 'Rollout' end
  end
  return owner.name, owner.kind
end

-- Kueue's LocalQueue.
function workload.queue(labels)
  return labels['kueue.x-k8s.io/queue-name'] or labels['kueue.x-k8s.io/local-queue-name']
end

return workload
