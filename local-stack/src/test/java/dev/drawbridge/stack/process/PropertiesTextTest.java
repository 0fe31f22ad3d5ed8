package dev.drawbridge.stack.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PropertiesTextTest {

    @Test
    void isReadAsItWasWritten(@TempDir Path folder) throws Exception {
        String path = "/home/Zo\u00eb/\u4e2d\u6587/\ud83d\ude80 clone's";
        Path file = PropertiesText.write(folder.resolve("server.properties"), "port=1\nlog.dirs=" + path + "\n");
        Properties read = new Properties();
        try (InputStream in = Files.newInputStream(file)) {
            read.load(in);
        }
        assertThat(read).containsEntry("log.dirs", path).containsEntry("port", "1");
    }
}
