# A Kafka Connect worker with our three plugins. Context: local-stack/target/dist/plugins
FROM apache/kafka:4.4.0
COPY --chown=root:root . /opt/drawbridge/plugins
USER appuser
EXPOSE 8083
# The image's own entry point runs a broker. The options come as files: see docker-compose.yml.
CMD ["java", "-Xms640m", "-Xmx640m", "-XX:+ExitOnOutOfMemoryError", "-Dlog4j2.configurationFile=/opt/drawbridge/log4j2.yaml", \
     "-cp", "/opt/kafka/libs/*", "org.apache.kafka.connect.cli.ConnectDistributed", "/opt/drawbridge/connect-worker.properties"]
