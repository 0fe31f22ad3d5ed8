# One step of a deployment each: database, topics, index, connectors. Context: local-stack/target/dist/launcher
FROM eclipse-temurin:17-jre
RUN useradd --system --uid 10001 --no-create-home drawbridge
COPY . /opt/drawbridge/deploy
USER drawbridge
ENTRYPOINT ["java", "-Xmx128m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Dorg.slf4j.simpleLogger.defaultLogLevel=error", \
            "-cp", "/opt/drawbridge/deploy/*", "dev.drawbridge.stack.deploy.Deploy"]
