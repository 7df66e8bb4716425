package io.drover.engine.deploy.cluster;

import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.List;

/** Objects as Drover writes them, with all that is awkward to compare. */
final class Objects {
  private Objects() {}

  static HasMetadata configMap(String name, String value) {
    return TestNamespace.object(
        """
        apiVersion: v1
        kind: ConfigMap
        metadata: {name: %s}
        data: {value: "%s", limits: "1000m"}
        """
            .formatted(name, value));
  }

  static HasMetadata secret(String name, String value) {
    return TestNamespace.object(
        """
        apiVersion: v1
        kind: Secret
        metadata: {name: %s}
        stringData: {password: "%s", user: shop}
        """
            .formatted(name, value));
  }

  static HasMetadata deployment(String name, String image) {
    return TestNamespace.object(
        """
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: %1$s, annotations: {team: shop}}
        spec:
          replicas: 0
          revisionHistoryLimit: 3
          progressDeadlineSeconds: 300
          selector: {matchLabels: {app: %1$s}}
          strategy: {rollingUpdate: {maxSurge: 25%%, maxUnavailable: 0}}
          template:
            metadata: {labels: {app: %1$s}}
            spec:
              securityContext: {runAsNonRoot: true, seccompProfile: {type: RuntimeDefault}}
              automountServiceAccountToken: false
              imagePullSecrets: [{name: registry}]
              tolerations: [{key: gpu, operator: Exists}]
              topologySpreadConstraints:
              - maxSkew: 1
                topologyKey: kubernetes.io/hostname
                whenUnsatisfiable: ScheduleAnyway
                labelSelector: {matchLabels: {app: %1$s}}
              initContainers:
              - {name: first, image: "%2$s"}
              - {name: second, image: "%2$s"}
              containers:
              - name: web
                image: "%2$s"
                command: [sh, -c, "sleep 1"]
                ports: [{containerPort: 80}, {containerPort: 53, protocol: UDP}, {name: dns, containerPort: 53}]
                env:
                - {name: B, value: "1000m"}
                - {name: A, value: ""}
                - {name: POD, valueFrom: {fieldRef: {fieldPath: metadata.name}}}
                - {name: KEY, valueFrom: {secretKeyRef: {name: keys, key: one}}}
                - {name: CPU, valueFrom: {resourceFieldRef: {resource: limits.cpu}}}
                resources: {requests: {cpu: 0.1, memory: 1024Mi}, limits: {cpu: 1000m, memory: 1Gi}}
                readinessProbe: {httpGet: {path: /, port: 80}, periodSeconds: 5}
                lifecycle: {preStop: {exec: {command: [sleep, "5"]}}}
                securityContext: {capabilities: {drop: [ALL]}, allowPrivilegeEscalation: false}
                volumeMounts: [{name: tmp, mountPath: /tmp}, {name: conf, mountPath: /conf, readOnly: true}]
              volumes:
              - {name: tmp, emptyDir: {}}
              - {name: shm, emptyDir: {medium: Memory, sizeLimit: 1024Mi}}
              - {name: conf, configMap: {name: conf, items: [{key: a, path: a}]}}
              - {name: keys, secret: {secretName: keys, defaultMode: 256}}
        """
            .formatted(name, image));
  }

  static HasMetadata service(String name, int port) {
    return TestNamespace.object(
        """
        apiVersion: v1
        kind: Service
        metadata: {name: %s}
        spec:
          selector: {app: %s}
          ports: [{name: http, port: %d, targetPort: http}, {name: dns, port: 53, protocol: UDP}]
        """
            .formatted(name, name, port));
  }

  static HasMetadata ingress(String name) {
    return TestNamespace.object(
        """
        apiVersion: networking.k8s.io/v1
        kind: Ingress
        metadata: {name: %1$s}
        spec:
          tls: [{hosts: [%1$s.example], secretName: %1$s-tls}]
          rules:
          - host: %1$s.example
            http:
              paths:
              - {path: /, pathType: Prefix, backend: {service: {name: %1$s, port: {number: 80}}}}
        """
            .formatted(name));
  }

  static HasMetadata claim(String name, String size) {
    return TestNamespace.object(
        """
        apiVersion: v1
        kind: PersistentVolumeClaim
        metadata: {name: %s}
        spec:
          accessModes: [ReadWriteOnce]
          storageClassName: ""
          resources: {requests: {storage: %s}}
        """
            .formatted(name, size));
  }

  static HasMetadata job(String name, String line) {
    return TestNamespace.object(
        """
        apiVersion: batch/v1
        kind: Job
        metadata: {name: %s}
        spec:
          backoffLimit: 0
          template:
            spec:
              restartPolicy: Never
              nodeSelector: {nowhere: "true"}
              containers: [{name: job, image: "registry.example/job:1", command: [sh, -c, "%s"]}]
        """
            .formatted(name, line));
  }

  static HasMetadata statefulSet(String name, String size) {
    return TestNamespace.object(
        """
        apiVersion: apps/v1
        kind: StatefulSet
        metadata: {name: %1$s}
        spec:
          replicas: 0
          serviceName: %1$s
          selector: {matchLabels: {app: %1$s}}
          template:
            metadata: {labels: {app: %1$s}}
            spec:
              containers: [{name: db, image: "registry.example/db:1"}]
          volumeClaimTemplates:
          - metadata: {name: data}
            spec: {accessModes: [ReadWriteOnce], resources: {requests: {storage: %2$s}}}
        """
            .formatted(name, size));
  }

  static HasMetadata quota(String name) {
    return TestNamespace.object(
        """
        apiVersion: v1
        kind: ResourceQuota
        metadata: {name: %s}
        spec: {hard: {limits.cpu: 4000m, requests.memory: 4096Mi, pods: 10}}
        """
            .formatted(name));
  }

  static HasMetadata autoscaler(String name) {
    return TestNamespace.object(
        """
        apiVersion: autoscaling/v1
        kind: HorizontalPodAutoscaler
        metadata: {name: %1$s}
        spec:
          minReplicas: 1
          maxReplicas: 3
          scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: %1$s}
          targetCPUUtilizationPercentage: 80
        """
            .formatted(name));
  }

  static HasMetadata budget(String name) {
    return TestNamespace.object(
        """
        apiVersion: policy/v1beta1
        kind: PodDisruptionBudget
        metadata: {name: %1$s}
        spec: {maxUnavailable: 1, selector: {matchLabels: {app: %1$s}}}
        """
            .formatted(name));
  }

  /** One of each. */
  static List<HasMetadata> all() {
    return List.of(
        configMap("conf", "a"),
        secret("keys", "hunter2"),
        quota("quota"),
        claim("data", "1024Mi"),
        service("web", 80),
        deployment("web", "registry.example/web:1"),
        statefulSet("db", "1024Mi"),
        job("once", "true"),
        budget("web"),
        autoscaler("web"),
        ingress("web"));
  }
}
