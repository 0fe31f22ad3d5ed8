package dev.drawbridge.ops.environment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.drawbridge.ops.ActionRequiredException;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EnvironmentTest {
    @TempDir
    private Path folder;

    @Test
    void secretsAreLookedUpInFilesAndNeverPrinted() throws IOException {
        Files.writeString(folder.resolve("secrets.properties"), "es=t0psecret\n");
        Files.writeString(folder.resolve("connect"), "c0nnect\n");
        Environment environment = read("""
                connect.url=https://one:8083/api, https://two:8083
                connect.username=ops
                connect.password=${file:connect}
                connect.ca=ca.pem
                elasticsearch.url=http://127.0.0.1:9200
                elasticsearch.username=admin
                elasticsearch.password=${file:secrets.properties:es}
                """);
        assertThat(environment.connect().urls())
                .containsExactly(URI.create("https://one:8083/api"), URI.create("https://two:8083"));
        assertThat(environment.connect().ca()).contains(folder.resolve("ca.pem"));
        assertThat(environment.connect().authorization().orElseThrow().header()).isEqualTo("Basic b3BzOmMwbm5lY3Q=");
        assertThat(environment.elasticsearch().authorization().orElseThrow().header())
                .isEqualTo("Basic YWRtaW46dDBwc2VjcmV0");
        assertThat(environment.elasticsearch().toString() + environment.connect())
                .doesNotContain("t0psecret", "c0nnect");
    }

    @Test
    void aSecretIsLookedUpWhenItIsNeededAndNotBefore() throws IOException {
        Environment environment = read("""
                database.url=jdbc:postgresql://127.0.0.1/a
                database.capture.password=${file:gone.properties:p}
                """);
        DatabaseAccess database = environment.database();
        assertThat(database.credentials().username()).isEqualTo("drawbridge_capture");
        assertThatThrownBy(() -> database.credentials().password().reveal())
                .isInstanceOf(ActionRequiredException.class)
                .hasMessageContainingAll("this.properties", "database.capture.password", "${file:gone.properties:p}");
    }

    @Test
    void kafkasOptionsAreThoseOfItsClientsAndTheirPasswordsSecrets() throws IOException {
        Files.writeString(folder.resolve("k"), "s3cret");
        assertThat(read("""
                        kafka.bootstrap.servers=a:1,b:2
                        kafka.security.protocol=SASL_SSL
                        kafka.sasl.jaas.config=org.Login required username="u" password="${file:k}";
                        """).kafka())
                .containsEntry("bootstrap.servers", "a:1,b:2")
                .containsEntry("sasl.jaas.config", "org.Login required username=\"u\" password=\"s3cret\";");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            connect.password=hunter2                                   | connect.password is a secret
            connect.password=x${env:A}                                 | connect.password is a secret
            kafka.ssl.keystore.password=hunter2                        | kafka.ssl.keystore.password is a secret
            kafka.sasl.jaas.config=L required password="hunter2";      | kafka.sasl.jaas.config is a secret
            connect.url=http://u:hunter2@host                          | connect.url holds credentials
            database.url=jdbc:postgresql://h/d?user=u&password=hunter2 | database.url holds credentials
            database.url=jdbc:postgresql://h/d?ssl=true&sslpassword=hunter2 | database.url holds credentials
            kafka.isolation.level=read_uncommitted                     | kafka.isolation.level is set by the tool
            kafka.allow.auto.create.topics=true                        | kafka.allow.auto.create.topics is set by the tool
            kafka.acks=0                                               | kafka.acks is set by the tool
            conect.url=http://a                                        | unknown key conect.url
            kafka.bootstrap=a:1                                        | unknown key kafka.bootstrap
            connect.url=                                               | connect.url is empty
            """)
    void whatIsNotAsItHasToBeIsRefusedByKey(String line, String problem) {
        assertThatThrownBy(() -> read(line + "\n"))
                .isInstanceOf(ActionRequiredException.class)
                .hasMessageContainingAll("this.properties", problem)
                .hasMessageNotContaining("hunter2");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://u:hunter2@host",
                "http://a,http://u:hunter2@host",
                "http://u:hunt/er2@host",
                "hunter2@host"
            })
    void credentialsInAUrlAreFoundBehindAReferenceAndNeverPrinted(String url) throws IOException {
        Files.writeString(folder.resolve("url"), url);
        Environment environment = read("connect.url=${file:url}\n");
        assertThatThrownBy(environment::connect)
                .isInstanceOf(ActionRequiredException.class)
                .hasMessageContainingAll("this.properties", "connect.url")
                .hasMessageNotContainingAny("hunt", "er2");
    }

    @Test
    void credentialsInADatabasesUrlAreFoundBehindAReference() throws IOException {
        Files.writeString(folder.resolve("url"), "jdbc:postgresql://h/d?user=u&password=hunter2");
        Environment environment = read("database.url=${file:url}\ndatabase.capture.password=${env:A}\n");
        assertThatThrownBy(environment::database)
                .hasMessageContaining("database.url holds credentials")
                .hasMessageNotContaining("hunter2");
    }

    @Test
    void aKeyThatIsThereTwiceIsRefused() {
        assertThatThrownBy(() -> read("connect.url=http://a\nconnect.url=http://b\n"))
                .hasMessageContaining("connect.url twice");
    }

    @Test
    void whatACommandNeedsIsDemandedByKey() throws IOException {
        Environment environment = read("connect.url=ftp://a\n");
        assertThatThrownBy(environment::kafka).hasMessageContaining("lacks kafka.bootstrap.servers");
        assertThatThrownBy(environment::writeApi).hasMessageContaining("lacks write-api");
        assertThatThrownBy(environment::connect).hasMessageContaining("connect.url=ftp://a is not an http");
    }

    @Test
    void placeholdersKeepConnectsOwnReferences() throws IOException {
        assertThat(read("placeholder.a=${file:/x:y}\n").placeholders().fill("{{a}}", "here"))
                .isEqualTo("${file:/x:y}");
    }

    private Environment read(String text) throws IOException {
        return Environment.read(Files.writeString(folder.resolve("this.properties"), text));
    }
}
