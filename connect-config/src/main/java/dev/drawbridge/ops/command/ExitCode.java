package dev.drawbridge.ops.command;

/** What every command returns to its caller; the table is in {@code docs/reference/exit-codes.md}. */
public final class ExitCode {
    /** Done; all is well. */
    public static final int OK = 0;

    /** The user must act: a file, a setting or a server's answer does not allow it, or findings were printed. */
    public static final int PROBLEM = 1;

    /** Wrong arguments. */
    public static final int USAGE = 2;

    /** Something that should run does not. */
    public static final int NOT_WELL = 3;

    /** A server does not answer. */
    public static final int UNREACHABLE = 4;

    /** A fault of the tool itself; its stack trace was printed. */
    public static final int INTERNAL = 70;

    private ExitCode() {}
}
