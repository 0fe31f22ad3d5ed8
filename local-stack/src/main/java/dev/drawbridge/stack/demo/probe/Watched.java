package dev.drawbridge.stack.demo.probe;

/** A change that somebody waits to see. */
record Watched(String order, int version, boolean erases, long committedAt) {}
