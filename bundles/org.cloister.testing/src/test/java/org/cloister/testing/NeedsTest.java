// SPDX-License-Identifier: Apache-2.0
package org.cloister.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.TestExecutionResult.Status;
import org.junit.platform.launcher.Launcher;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/** Whether a test that lacks something is skipped, by name and counted, or fails on every machine. */
class NeedsTest {
    private final Map<String, Status> ended = new TreeMap<>();

    @Test
    void whatLacksAFileIsSkippedByItsName() {
        run(Samples.Right.class);
        String row = "needs the file no/such.file in the folder that -Dcloister.data names";
        assertThat(ended).containsEntry("before()", Status.ABORTED).containsEntry(row, Status.ABORTED);
        assertThat(ended.values()).containsOnly(Status.ABORTED);
    }

    @Test
    void whereJUnitWouldNotHearOfItItFails() {
        run(Samples.Wrong.class);
        assertThat(ended).containsOnlyKeys("caught()", "factory()", "ofJUnit()", "source(String)", "thrownBy()");
        assertThat(ended.values()).containsOnly(Status.FAILED);
    }

    private void run(Class<?> tests) {
        Launcher launcher = LauncherFactory.create();
        launcher.execute(
                LauncherDiscoveryRequestBuilder.request()
                        .selectors(selectClass(tests))
                        .build(),
                new TestExecutionListener() {
                    @Override
                    public void executionFinished(TestIdentifier test, TestExecutionResult result) {
                        if (test.isTest() || result.getStatus() == Status.FAILED) {
                            ended.put(test.getDisplayName(), result.getStatus());
                        }
                    }
                });
    }
}
