package dev.drawbridge.write;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.parallel.ResourceLock;

/** One service on the tests' database with its default settings for all tests of a class, and empty tables for each. */
@ResourceLock(TestDatabase.SHARED)
abstract class RunningWriteApi {
    static final TestDatabase DATABASE = TestDatabase.get();

    static WriteApi api;
    static ApiClient client;

    @BeforeAll
    static void startApi() {
        api = WriteApi.start(WriteApiConfig.from(DATABASE.environment()));
        client = new ApiClient(api.port());
    }

    @AfterAll
    static void stopApi() {
        api.close();
    }

    @BeforeEach
    void clearTables() {
        DATABASE.clear();
    }
}
