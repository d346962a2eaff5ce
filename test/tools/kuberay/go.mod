// KubeRay's CRDs, by which an API server judges the examples. "go get MODULE@VERSION" moves it.
module observability-chart/test/tools/kuberay

go 1.26.0

require github.com/ray-project/kuberay/ray-operator v1.6.0
