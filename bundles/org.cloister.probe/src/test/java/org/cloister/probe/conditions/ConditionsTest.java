// SPDX-License-Identifier: Apache-2.0
package org.cloister.probe.conditions;

import static org.assertj.core.api.Assertions.assertThat;

import java.text.MessageFormat;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import java.util.logging.Filter;
import java.util.logging.Logger;
import java.util.stream.Stream;
import org.cloister.api.Trust;
import org.cloister.api.host.PlatformConditions.Change;
import org.cloister.api.platform.ChangeWatch;
import org.cloister.api.platform.MachineSpec;
import org.cloister.api.platform.PlatformFacts;
import org.cloister.api.platform.VirtualMachine;
import org.cloister.api.platform.Vmm;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.osgi.framework.ServiceReference;

/** What platforms do that come, go, change, fail and hang costs no other one anything. */
class ConditionsTest {
    private static final String GOOD = "cloister.emulated.sev-snp";

    private final Registry registry = new Registry();
    private final Conditions conditions = new Conditions(registry.context(), Duration.ofMillis(200));
    private final CountDownLatch end = new CountDownLatch(1);

    @AfterEach
    void end() {
        end.countDown();
        conditions.deactivate();
    }

    @Test
    void featuresComeAndGoWithTheirPlatform() {
        ServiceReference<Vmm> good = bind(new Asked(() -> facts("good", "sev-snp", "execution")));
        conditions.refresh();
        assertThat(conditions.refresh()).isEmpty();
        assertThat(registry.conditions).containsExactly("cloister.emulated.execution", GOOD);
        conditions.unbindVmm(good);
        conditions.refresh();
        assertThat(registry.conditions).isEmpty();
        assertThat(conditions.holding()).isEmpty();
    }

    @Test
    void whatHoldsIsLeftAlone() {
        AtomicReference<PlatformFacts> now = new AtomicReference<>(facts("good", "sev-snp"));
        bind(new Asked(now::get));
        conditions.refresh();
        now.set(facts("good", "sev-snp", "sev"));
        assertThat(conditions.refresh()).containsExactly(new Change("cloister.emulated.sev", true, "good offers it"));
        now.set(facts("good", "sev"));
        assertThat(conditions.refresh()).containsExactly(new Change(GOOD, false, "no platform offers it any more"));
    }

    @Test
    void aPlatformSaysThatItsFactsChanged() throws Exception {
        AtomicReference<PlatformFacts> now = new AtomicReference<>(facts("good", "sev-snp"));
        Asked platform = new Asked(now::get);
        ServiceReference<Vmm> reference = bind(platform);
        conditions.refresh();
        now.set(facts("good", "execution"));
        platform.changed.get().run();
        while (!registry.conditions.contains("cloister.emulated.execution")) {
            Thread.onSpinWait();
        }
        conditions.unbindVmm(reference);
        platform.closed.await();
    }

    static Stream<Supplier<PlatformFacts>> faults() {
        return Stream.of(
                () -> null,
                () -> {
                    throw new IllegalStateException("on purpose");
                },
                () -> {
                    throw new AssertionError("on purpose");
                },
                () -> {
                    throw ConditionsTest.<RuntimeException>thrown(new Exception("on purpose"));
                });
    }

    @SuppressWarnings("unchecked") // A checked exception, as code throws it that was compiled from another language
    private static <E extends Throwable> RuntimeException thrown(Throwable e) throws E {
        throw (E) e;
    }

    @ParameterizedTest
    @MethodSource("faults")
    void oneThatFailsOffersNothing(Supplier<PlatformFacts> fault) {
        bind(new Asked(fault));
        bind(new Asked(() -> facts("good", "sev-snp")));
        conditions.refresh();
        assertThat(registry.conditions).containsExactly(GOOD);
    }

    @ParameterizedTest
    @MethodSource("faults")
    void theLogHasItsBundleAndNoWordsOfItsOwn(Supplier<PlatformFacts> fault) {
        Logger logger = Logger.getLogger(QuestionedPlatform.class.getName());
        List<String> logged = new CopyOnWriteArrayList<>();
        Filter before = logger.getFilter();
        logger.setFilter(logged(logged));
        try {
            bind(new Asked(fault));
            conditions.refresh();
            conditions.refresh();
        } finally {
            logger.setFilter(before);
        }
        assertThat(logged)
                .singleElement()
                .asString()
                .contains("offers nothing as it")
                .doesNotContain("on purpose");
    }

    private static Filter logged(List<String> logged) {
        return line -> !logged.add(MessageFormat.format(line.getMessage(), line.getParameters()));
    }

    @Test
    void whoHangsHoldsUpNeitherItsRegistrationNorOthersAndIsNotAskedAgain() {
        AtomicInteger asked = new AtomicInteger();
        for (int i = 0; i < 3; i++) {
            bind(new Asked(() -> {
                asked.incrementAndGet();
                uninterruptibly();
                return facts("hangs", "sev");
            }));
        }
        bind(new Asked(() -> facts("good", "sev-snp")));
        conditions.refresh();
        conditions.refresh();
        assertThat(registry.conditions).containsExactly(GOOD);
        assertThat(asked).hasValue(3);
        end.countDown();
        while (!registry.conditions.contains("cloister.emulated.sev")) {
            conditions.refresh();
        }
    }

    @Test
    void theEndWithdrawsEverything() {
        bind(new Asked(() -> facts("good", "sev-snp")));
        conditions.refresh();
        conditions.deactivate();
        assertThat(registry.conditions).isEmpty();
        assertThat(conditions.refresh()).isEmpty();
        assertThat(registry.conditions).isEmpty();
    }

    private void uninterruptibly() {
        while (end.getCount() > 0) {
            Thread.onSpinWait();
        }
    }

    private ServiceReference<Vmm> bind(Vmm vmm) {
        ServiceReference<Vmm> reference = registry.reference(vmm);
        conditions.bindVmm(reference);
        return reference;
    }

    private static PlatformFacts facts(String name, String... features) {
        Map<String, String> offered = new HashMap<>();
        Stream.of(features).forEach(feature -> offered.put(feature, "yes"));
        return new PlatformFacts(name, Trust.EMULATED, offered, Map.of(), Map.of());
    }

    private static final class Asked implements Vmm {
        final AtomicReference<Runnable> changed = new AtomicReference<>();
        final CountDownLatch closed = new CountDownLatch(1);
        private final Supplier<PlatformFacts> facts;

        Asked(Supplier<PlatformFacts> facts) {
            this.facts = facts;
        }

        @Override
        public String name() {
            return "asked";
        }

        @Override
        public PlatformFacts facts() {
            return facts.get();
        }

        @Override
        public ChangeWatch watchFacts(Runnable listener) {
            changed.set(listener);
            return closed::countDown;
        }

        @Override
        public VirtualMachine create(MachineSpec spec) {
            throw new UnsupportedOperationException();
        }
    }
}
