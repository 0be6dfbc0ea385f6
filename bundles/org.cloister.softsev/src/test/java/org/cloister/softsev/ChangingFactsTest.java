// SPDX-License-Identifier: Apache-2.0
package org.cloister.softsev;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.cloister.api.Limits;
import org.cloister.api.platform.ChangeWatch;
import org.cloister.api.platform.Executor;
import org.cloister.api.platform.PlatformFacts;
import org.cloister.api.platform.ProcessorRunner;
import org.cloister.api.platform.VirtualMachine;
import org.junit.jupiter.api.Test;

/** Whatever the facts depend on, a change of it is notified, after it is there. */
class ChangingFactsTest {
    private final SoftSev platform = new SoftSev(Map.of());
    private final AtomicInteger changes = new AtomicInteger();
    private final Runner runner = new Runner();

    @Test
    void everySourceNotifies() {
        ChangeWatch watch = platform.watchFacts(changes::incrementAndGet);
        assertThat(platform.facts().offers(PlatformFacts.EXECUTION)).isFalse();
        platform.bindRunner(runner);
        notified(true);
        runner.obstacle = Optional.of("no device");
        runner.changed.run();
        notified(false);
        runner.obstacle = Optional.empty();
        runner.changed.run();
        notified(true);
        Runner other = new Runner();
        platform.bindRunner(other);
        platform.unbindRunner(runner);
        notified(true);
        assertThat(runner.closed).isTrue();
        platform.unbindRunner(other);
        notified(false);
        platform.modified(Map.of("vcpus.max", "3"));
        notified(false);
        platform.configure(Map.of("memory.max", "1G"), Limits.NONE);
        notified(false);
        watch.close();
        platform.modified(Map.of("vcpus.max", "4"));
        assertThat(changes).hasValue(0);
    }

    private void notified(boolean offers) {
        assertThat(changes.getAndSet(0)).isOne();
        assertThat(platform.facts().offers(PlatformFacts.EXECUTION)).isEqualTo(offers);
    }

    private static final class Runner implements ProcessorRunner {
        private Optional<String> obstacle = Optional.empty();
        private Runnable changed;
        private boolean closed;

        @Override
        public String name() {
            return "runner";
        }

        @Override
        public Optional<String> obstacle() {
            return obstacle;
        }

        @Override
        public ChangeWatch watchObstacle(Runnable listener) {
            changed = listener;
            return () -> closed = true;
        }

        @Override
        public Executor executor(VirtualMachine machine) {
            throw new UnsupportedOperationException();
        }
    }
}
