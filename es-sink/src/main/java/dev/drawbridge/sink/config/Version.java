package dev.drawbridge.sink.config;

import org.jspecify.annotations.Nullable;

/** The version of this plugin, from its jar's manifest. */
public final class Version {

    public static final String CURRENT = current();

    private Version() {}

    private static String current() {
        @Nullable String version = Version.class.getPackage().getImplementationVersion();
        return version == null ? "unpackaged" : version;
    }
}
