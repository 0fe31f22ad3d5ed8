package dev.drawbridge.testing;

import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.platform.launcher.LauncherSession;
import org.junit.platform.launcher.LauncherSessionListener;

/**
 * How tests wait that name no time: long enough for a busy machine, and without failing for exceptions of other threads. JUnit finds
 * it through {@code META-INF/services}.
 */
public final class AwaitilityDefaults implements LauncherSessionListener {

    @Override
    public void launcherSessionOpened(LauncherSession session) {
        Awaitility.setDefaultTimeout(Duration.ofSeconds(60));
        Awaitility.doNotCatchUncaughtExceptionsByDefault();
    }
}
