package dev.drawbridge.contracts.source;

/**
 * One thing that is wrong with a contract or its mapping, and what to do about it.
 *
 * @param severity whether it forbids publishing
 * @param file the file's name in its bundle
 * @param line from 1
 * @param column from 1
 * @param what what is wrong
 * @param why why that is refused
 * @param todo what to do, as a sentence
 */
public record Finding(Severity severity, String file, int line, int column, String what, String why, String todo) {

    /** Errors forbid publishing; warnings want to be thought about. */
    public enum Severity {
        ERROR,
        WARNING
    }

    /** Whether nothing may be published as long as this stands. */
    public boolean isError() {
        return severity == Severity.ERROR;
    }

    /** The finding as one line of a report: {@code mapping.yaml:12:7: what: why. What to do.} */
    @Override
    public String toString() {
        return file + ":" + line + ":" + column + ": " + (isError() ? "" : "warning: ") + what + ": " + why + ". "
                + todo + ".";
    }
}
