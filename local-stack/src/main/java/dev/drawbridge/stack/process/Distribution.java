package dev.drawbridge.stack.process;

import dev.drawbridge.ops.ActionRequiredException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermission;
import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipFile;
import org.apache.commons.compress.compressors.xz.XZCompressorInputStream;

/** What the build has put together: jars to run and archives to unpack once, beside this folder. */
public record Distribution(Path root) {

    public String kafkaClasspath() {
        return root.resolve("kafka") + "/*";
    }

    public String writeApiClasspath() {
        return root.resolve("write-api") + "/*";
    }

    /** Where a server keeps its parsed classes; gone with the jars when a new build replaces them. */
    public Path classArchive(String component) {
        return root.resolve(component + ".jsa");
    }

    public Path plugins() {
        return root.resolve("plugins");
    }

    public Path connectConfig() {
        return root.resolve("connect-config");
    }

    /** The PostgreSQL installation, unpacked at the first call. */
    public synchronized Path postgres() throws IOException {
        return unpacked("postgres-", ".jar", Distribution::unpackPostgres);
    }

    /** The Elasticsearch installation, unpacked at the first call. */
    public synchronized Path elasticsearch() throws IOException {
        Path folder = unpacked("elasticsearch-", ".zip", Distribution::unzip);
        try (Stream<Path> inner = Files.list(folder)) {
            return inner.findFirst().orElseThrow(); // the archive holds one folder, named after its version
        }
    }

    private interface Unpack {
        void into(Path archive, Path folder) throws IOException;
    }

    private Path unpacked(String prefix, String suffix, Unpack unpack) throws IOException {
        Path archive = archive(prefix, suffix);
        String name = archive.getFileName().toString().replace(suffix, "");
        Path folder = root.resolveSibling("runtime").resolve(name);
        if (!Files.isDirectory(folder)) {
            Files.createDirectories(folder.getParent());
            Path fresh = Files.createTempDirectory(folder.getParent(), name + ".");
            unpack.into(archive, fresh);
            Files.setPosixFilePermissions(fresh, Files.getPosixFilePermissions(folder.getParent()));
            Files.move(fresh, folder, StandardCopyOption.ATOMIC_MOVE);
        }
        return folder;
    }

    private Path archive(String prefix, String suffix) throws IOException {
        try (Stream<Path> files = Files.list(root.resolve("archives"))) {
            return files.filter(file -> file.getFileName().toString().startsWith(prefix)
                            && file.getFileName().toString().endsWith(suffix))
                    .findFirst()
                    .orElseThrow(() -> new ActionRequiredException(root + " holds no " + prefix + "*" + suffix
                            + "; build again with ./mvnw clean package -DskipTests."));
        }
    }

    private static void unzip(Path archive, Path folder) throws IOException {
        try (ZipFile zip = ZipFile.builder().setPath(archive).get()) {
            for (ZipArchiveEntry entry : java.util.Collections.list(zip.getEntries())) {
                try (InputStream content = zip.getInputStream(entry)) {
                    write(folder, entry.getName(), entry.isDirectory(), entry.getUnixMode(), content);
                }
            }
        }
    }

    private static void unpackPostgres(Path jar, Path folder) throws IOException {
        try (ZipFile zip = ZipFile.builder().setPath(jar).get()) {
            ZipArchiveEntry txz = java.util.Collections.list(zip.getEntries()).stream()
                    .filter(entry -> entry.getName().endsWith(".txz"))
                    .findFirst()
                    .orElseThrow(() -> new ActionRequiredException(jar + " holds no PostgreSQL."));
            try (TarArchiveInputStream tar =
                    new TarArchiveInputStream(new XZCompressorInputStream(zip.getInputStream(txz)))) {
                for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                    if (entry.isSymbolicLink()) {
                        Files.createSymbolicLink(inside(folder, entry.getName()), Path.of(entry.getLinkName()));
                    } else {
                        write(folder, entry.getName(), entry.isDirectory(), entry.getMode(), tar);
                    }
                }
            }
        }
    }

    private static void write(Path folder, String name, boolean directory, int mode, InputStream content)
            throws IOException {
        Path file = inside(folder, name);
        if (directory) {
            Files.createDirectories(file);
            return;
        }
        Files.createDirectories(file.getParent());
        Files.copy(content, file);
        Set<PosixFilePermission> permissions = EnumSet.of(
                PosixFilePermission.OWNER_READ,
                PosixFilePermission.OWNER_WRITE,
                PosixFilePermission.GROUP_READ,
                PosixFilePermission.OTHERS_READ);
        if ((mode & 0100) != 0) {
            permissions.addAll(Set.of(
                    PosixFilePermission.OWNER_EXECUTE,
                    PosixFilePermission.GROUP_EXECUTE,
                    PosixFilePermission.OTHERS_EXECUTE));
        }
        Files.setPosixFilePermissions(file, permissions);
    }

    private static Path inside(Path folder, String name) throws IOException {
        Path file = folder.resolve(name).normalize();
        if (!file.startsWith(folder)) {
            throw new IOException("archive entry " + name + " points outside its folder");
        }
        return file;
    }
}
