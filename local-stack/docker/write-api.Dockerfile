# The command side. Context: local-stack/target/dist/write-api
FROM eclipse-temurin:17-jre
RUN useradd --system --uid 10001 --no-create-home drawbridge
COPY . /opt/drawbridge/write-api
USER drawbridge
EXPOSE 8080
# The password goes from its file into the environment of this process alone: docker inspect does not show it.
CMD ["sh", "-c", "WRITE_DB_PASSWORD=$(cat /run/secrets/postgres_writer) exec java -Xmx192m -XX:+UseSerialGC -XX:+ExitOnOutOfMemoryError -cp '/opt/drawbridge/write-api/*' dev.drawbridge.write.WriteApi"]
