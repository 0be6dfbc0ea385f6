// SPDX-License-Identifier: Apache-2.0
package org.cloister.kvm.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DeviceWatchTest {
    private final Semaphore refreshes = new Semaphore(0);
    private DeviceWatch watch;

    @TempDir
    Path folder;

    @BeforeEach
    void begin() {
        watch = new DeviceWatch(folder, refreshes::release);
    }

    @AfterEach
    void end() {
        watch.close();
    }

    @Test
    void aNodeThatComesOrGoesIsNoticed() throws Exception {
        Path node = Files.createFile(folder.resolve("kvm"));
        awaitRefresh();
        refreshes.drainPermits();
        Files.delete(node);
        awaitRefresh();
    }

    @Test
    void otherNodesAreNot() throws Exception {
        Files.createFile(folder.resolve("null"));
        Files.createFile(folder.resolve("sev"));
        awaitRefresh();
        assertThat(refreshes.tryAcquire()).isFalse();
    }

    private void awaitRefresh() throws InterruptedException, IOException {
        assertThat(refreshes.tryAcquire(30, TimeUnit.SECONDS)).isTrue();
    }
}
