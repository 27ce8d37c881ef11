# Flink with the receipts' job inside, for a JobManager and for TaskManagers.
# deploy/images/build lays out the context: job.jar, flink, flink.yaml, flink-healthy.
ARG BASE=flink:2.3.0-java21
FROM ${BASE}

USER root
RUN mkdir -p /var/lib/rivulet/checkpoints && chown -R flink:flink /var/lib/rivulet

COPY flink flink.yaml flink-healthy /opt/rivulet/
COPY job.jar /opt/flink/usrlib/

USER 9999:9999
WORKDIR /var/lib/rivulet
ENTRYPOINT ["/opt/rivulet/flink"]
HEALTHCHECK --interval=5s --timeout=3s --start-period=180s --retries=6 CMD ["/opt/rivulet/flink-healthy"]
