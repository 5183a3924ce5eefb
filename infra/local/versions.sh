# What is installed, where, and the hash of each program's source. MLflow and all it needs stand in requirements.lock.
# Each folder is named by its version, so that a new version is installed beside the old one.
temporal_version=v1.5.1 # server 1.29.1, UI 2.42.1; later ones have replace directives, which 'go install' refuses
temporal_sum=h1:0RZMk14BWxz44Xg6ciDQvpfAMffoG3J7/K03ql80teY=
temporal=$tools/temporal-$temporal_version/temporal

minio_version=v0.0.0-20260212201848-7aac2a2c5b7c # the last of its line
minio_sum=h1:/qdoYujxF5MBLDMVLeiYJ/7fBa1HikX39Dvzb9Ji8pA=
minio=$tools/minio-$minio_version/minio

lock=$root/infra/local/requirements.lock
mlflow_folder=$tools/mlflow-$(cksum <"$lock" | cut -d' ' -f1)
mlflow=$mlflow_folder/bin/mlflow

seaweedfs_lock=$root/infra/local/seaweedfs.lock
seaweedfs_folder=$tools/seaweedfs-$(cksum <"$seaweedfs_lock" | cut -d' ' -f1)
seaweedfs=$seaweedfs_folder/bin/weed
