package dev.drawbridge.stack.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** local-stack/docker/prepare makes passwords, keeps them, and gives each container its own alone. */
public class PrepareScriptTest {
    @TempDir
    private Path folder;

    private Path env;
    private Path secrets;

    @BeforeEach
    void run() throws Exception {
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/openssl")), "the script needs openssl");
        env = folder.resolve(".env");
        secrets = folder.resolve("secrets");
        prepare(env, secrets);
    }

    public static void prepare(Path env, Path secrets) throws IOException, InterruptedException {
        prepare(Map.of("DRAWBRIDGE_ENV_FILE", env.toString(), "DRAWBRIDGE_SECRETS", secrets.toString()));
    }

    private static void prepare(Map<String, String> variables) throws IOException, InterruptedException {
        ProcessBuilder script = new ProcessBuilder("docker/prepare", "--secrets-only").inheritIO();
        script.environment().remove("DRAWBRIDGE_SECRETS");
        script.environment().putAll(variables);
        assertThat(script.start().waitFor()).isZero();
    }

    /** A pattern that matches nothing must not become the name of every index. */
    @Test
    void withoutReadModelsNoIndexMayBeReadOrWritten() throws Exception {
        Path other = folder.resolve("none");
        prepare(Map.of(
                "DRAWBRIDGE_ENV_FILE", folder.resolve("none.env").toString(),
                "DRAWBRIDGE_SECRETS", other.toString(),
                "DRAWBRIDGE_READMODELS", folder.resolve("readmodels").toString()));
        assertThat(Files.readString(other.resolve("elasticsearch_roles.yml")))
                .contains("names: ['no-read-model']")
                .doesNotContain("*-*", "names: ['*']");
    }

    @Test
    void onlyTheOwnerGetsAtThem() {
        assertThat(mode(env)).isEqualTo("rw-------");
        assertThat(mode(secrets)).isEqualTo("rwx------");
    }

    @Test
    void everyPasswordIsLongAndAnother() throws IOException {
        Map<String, String> values = ComposeFileTest.properties(env);
        List<String> passwords = values.entrySet().stream()
                .filter(entry -> entry.getKey().endsWith("_PASSWORD"))
                .map(Map.Entry::getValue)
                .toList();
        assertThat(passwords).hasSize(7).allMatch(password -> password.matches("[0-9a-f]{48}"));
        assertThat(new HashSet<>(passwords)).hasSize(7);
    }

    @Test
    void runAgainItKeepsThePasswords() throws Exception {
        String before = Files.readString(env);
        String connect = Files.readString(secrets.resolve("connect.properties"));
        prepare(env, secrets);
        assertThat(Files.readString(env)).isEqualTo(before);
        assertThat(Files.readString(secrets.resolve("connect.properties"))).isEqualTo(connect);
    }

    /** Where compose looks for them. */
    @ParameterizedTest
    @ValueSource(strings = {"%s", "\"%s\"", "'%s'"})
    void aFolderNamedInTheFileIsUsed(String written) throws Exception {
        Path named = folder.resolve("named here");
        Path other = Files.writeString(folder.resolve("other.env"), "DRAWBRIDGE_SECRETS=" + written.formatted(named));
        prepare(Map.of("DRAWBRIDGE_ENV_FILE", other.toString()));
        assertThat(named.resolve("connect.properties")).exists();
        assertThat(Files.readAllLines(other))
                .contains("DRAWBRIDGE_SECRETS=" + written.formatted(named))
                .filteredOn(line -> line.startsWith("DRAWBRIDGE_SECRETS="))
                .hasSize(1);
    }

    @Test
    void theEnvironmentGoesBeforeTheFileAndIsKept() throws Exception {
        String password = ComposeFileTest.properties(env).get("DRAWBRIDGE_POSTGRES_WRITER_PASSWORD");
        Path elsewhere = folder.resolve("elsewhere");
        prepare(env, elsewhere);
        assertThat(elsewhere.resolve("postgres_writer")).hasContent(password);
        assertThat(Files.readAllLines(env))
                .filteredOn(line -> line.startsWith("DRAWBRIDGE_SECRETS="))
                .containsExactly("DRAWBRIDGE_SECRETS=" + elsewhere);
        assertThat(mode(env)).isEqualTo("rw-------");
    }

    @Test
    void theWorkerGetsTwoPasswordsAndNoAdministrators() throws IOException {
        Map<String, String> values = ComposeFileTest.properties(env);
        String connect = Files.readString(secrets.resolve("connect.properties"));
        assertThat(connect.lines())
                .containsExactly(
                        "postgres.capture.password=" + values.get("DRAWBRIDGE_POSTGRES_CAPTURE_PASSWORD"),
                        "elasticsearch.sink.password=" + values.get("DRAWBRIDGE_ELASTICSEARCH_SINK_PASSWORD"));
        assertThat(Files.readString(secrets.resolve("postgres_writer")))
                .isEqualTo(values.get("DRAWBRIDGE_POSTGRES_WRITER_PASSWORD"));
        try (Stream<Path> files = Files.list(secrets)) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .containsExactlyInAnyOrder(
                            "postgres_admin",
                            "postgres_writer",
                            "connect.properties",
                            "database.properties",
                            "index.properties",
                            "elasticsearch_admin.curl",
                            "elasticsearch_roles.yml",
                            "elasticsearch_users");
        }
    }

    /** Containers have users of their own; the passwords' folder alone is closed to them, and mounted file by file. */
    @Test
    void whatContainersReadIsReadableWhateverTheUmask() throws Exception {
        Path clone = cloneWithAStubForMaven();
        ProcessBuilder script = new ProcessBuilder("sh", "-c", "umask 077; exec local-stack/docker/prepare")
                .directory(clone.toFile())
                .inheritIO();
        assertThat(script.start().waitFor()).isZero();
        assertThat(clone.resolve("umask")).hasContent("0022");
        for (String folder : List.of("connect-config", "local-stack/docker", "local-stack/target/dist")) {
            try (Stream<Path> files = Files.walk(clone.resolve(folder))) {
                assertThat(files).isNotEmpty().allSatisfy(file -> assertThat(mode(file))
                        .matches(Files.isDirectory(file) ? "rwxr-xr-x" : "rw.r-.r-."));
            }
        }
        assertThat(mode(clone.resolve(".env"))).isEqualTo("rw-------");
        assertThat(mode(clone.resolve(".drawbridge/docker"))).isEqualTo("rwx------");
    }

    /** Made under umask 077; the stub notes the umask it runs under, and leaves a jar as an earlier build may have. */
    private Path cloneWithAStubForMaven() throws Exception {
        Path clone = folder.resolve("clone");
        String make = """
                umask 077
                mkdir -p "$1/local-stack/docker/elasticsearch" "$1/local-stack/target/dist/plugins/es-sink" "$1/connect-config/contexts"
                cp docker/prepare "$1/local-stack/docker/"
                touch "$1/local-stack/docker/elasticsearch/roles.yml" "$1/connect-config/contexts/source.json"
                touch "$1/local-stack/target/dist/plugins/es-sink/es-sink.jar"
                printf '#!/bin/sh\numask >umask\n' >"$1/mvnw"
                chmod 700 "$1/mvnw"
                """;
        assertThat(new ProcessBuilder("sh", "-c", make, "sh", clone.toString())
                        .inheritIO()
                        .start()
                        .waitFor())
                .isZero();
        return clone;
    }

    private static String mode(Path file) {
        try {
            return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** As Elasticsearch computes it: base64 of eight bytes of salt, then of the SHA-256 of password and salt. */
    @Test
    void elasticsearchGetsSaltedHashesOfThem() throws Exception {
        Map<String, String> values = ComposeFileTest.properties(env);
        List<String> lines = Files.readAllLines(secrets.resolve("elasticsearch_users"));
        assertThat(lines).hasSize(3);
        for (String line : lines) {
            String user = line.substring(0, line.indexOf(':'));
            String hash = line.substring(user.length() + ":{SSHA256}".length());
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(
                    values.get("DRAWBRIDGE_ELASTICSEARCH_" + user.toUpperCase(java.util.Locale.ROOT) + "_PASSWORD")
                            .getBytes(StandardCharsets.UTF_8));
            digest.update(Base64.getDecoder().decode(hash.substring(0, 12)));
            assertThat(hash.substring(12))
                    .as(user)
                    .isEqualTo(Base64.getEncoder().encodeToString(digest.digest()));
        }
    }
}
