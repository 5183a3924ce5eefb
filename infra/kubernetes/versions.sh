# What `check` installs, and the hash of each source. Sourced by check, after infra/local/install.sh.
helm_version=v3.22.0
helm_sum=h1:n1if5iQgHYsujPAcO5oonH/KiSNUmqmUF0iGVjSF3AU=
helm=$tools/helm-$helm_version/helm

# Schemas of custom resources come from their projects' sources (Apache-2.0) and are not kept here.
keda_version=v2.17.2 # the first minor version with the temporal trigger
keda_sum=h1:xlrcK5TKABJF9PebK79sgL07s/csGjL3H4m72OkZXxk=
operator_version=v0.85.0
operator_sum=h1:M5xLCLEoaW2IJfnuCwFzzpL+jSVQu3KGT84Pye+fW8s=
crds=$tools/crds-keda-$keda_version-prometheus-operator-$operator_version

schemas=$root/infra/kubernetes/requirements.lock
python_folder=$tools/kubernetes-validate-$(cksum <"$schemas" | cut -d' ' -f1)
