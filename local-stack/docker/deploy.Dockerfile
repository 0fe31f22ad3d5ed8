# One step of a deployment each: the sample's database, topics, indexes, connectors. Context: local-stack/target/dist/launcher
FROM eclipse-temurin:17-jre
RUN useradd --system --uid 10001 --no-create-home drawbridge
COPY . /opt/drawbridge/deploy
USER drawbridge
ENTRYPOINT ["java", "-Xmx128m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Dorg.slf4j.simpleLogger.defaultLogLevel=error", \
            "-Ddrawbridge.environment=/opt/drawbridge/connect-config/environments/compose.properties", \
            "-cp", "/opt/drawbridge/deploy/*", "dev.drawbridge.stack.command.LocalDrawbridge"]
