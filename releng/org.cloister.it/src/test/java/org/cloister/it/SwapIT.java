// SPDX-License-Identifier: Apache-2.0
package org.cloister.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.cloister.api.Cancellation;
import org.cloister.api.CloisterException;
import org.cloister.api.GuestType;
import org.cloister.api.Limits;
import org.cloister.api.Problem;
import org.cloister.api.launch.Guest;
import org.cloister.api.launch.LaunchListener;
import org.cloister.api.operate.BackendInfo;
import org.cloister.api.operate.BackendInfo.Role;
import org.cloister.api.operate.BackendSwap;
import org.cloister.api.operate.SwapReport;
import org.cloister.benchmarks.swap.Load;
import org.cloister.it.vendor.Adopting;
import org.cloister.it.vendor.BrokenContext;
import org.cloister.it.vendor.Delegating;
import org.cloister.it.vendor.FailsInCanary;
import org.cloister.it.vendor.FailsToAdopt;
import org.cloister.it.vendor.Hangs;
import org.cloister.it.vendor.NextSchema;
import org.cloister.it.vendor.NoCanary;
import org.cloister.it.vendor.OtherDigest;
import org.cloister.it.vendor.OtherType;
import org.cloister.it.vendor.ThrowsInActivation;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleEvent;
import org.osgi.framework.BundleException;
import org.osgi.framework.BundleListener;
import org.osgi.framework.SynchronousBundleListener;

/** What can become of a swap. Whatever it is, launches go on, and guests that are there stay. */
class SwapIT {
    private static final Duration LONG = Duration.ofSeconds(60);

    private static SwapBed bed;

    @BeforeAll
    static void start() throws Exception {
        bed = SwapBed.start("SwapIT", Map.of());
    }

    @AfterAll
    static void stop() throws Exception {
        bed.close();
    }

    /** Each test begins with one backend that adopts nothing special. */
    @AfterEach
    void theShippedOneServesAgain() throws Exception {
        List<Guest> left = bed.launcher.guests();
        left.forEach(Guest::close);
        if (!bed.current().schema().equals("org.cloister.snp/1")) {
            bed.swap(bed.jar(Variant.of("1.0.0")));
        }
        assertThat(left).isEmpty();
        assertThat(bed.backends()).hasSize(1);
        bed.serves();
    }

    @Test
    void backAndForthWithGuestsThatStay() throws Exception {
        Path newer = bed.jar(Variant.of("2.0.0"));
        Path older = bed.jar(Variant.of("1.0.0"));
        try (Guest first = bed.paused();
                Guest second = bed.paused()) {
            SwapReport there = bed.swap(newer);
            assertThat(there.to().version()).isEqualTo("2.0.0");
            assertThat(there.pinned()).isFalse();
            assertThat(bed.backends()).singleElement().satisfies(backend -> {
                assertThat(backend.role()).isEqualTo(Role.CURRENT);
                assertThat(backend.guests()).containsExactly(first.id(), second.id());
            });
            first.proceed(Limits.NONE);
            SwapReport back = bed.swap(older);
            assertThat(back.from().orElseThrow().version()).isEqualTo("2.0.0");
            assertThat(back.to().version()).isEqualTo("1.0.0");
            assertThat(back.notes()).contains("version 1.0.0 is older than 2.0.0");
            second.proceed(Limits.NONE);
            assertThat(first.status().ready()).isTrue();
            assertThat(second.status().ready()).isTrue();
            assertThat(bed.host.context().getBundle(there.to().bundle())).isNull();
        }
    }

    @Test
    void theSameVersionAgain() throws Exception {
        Path jar = bed.jar(Variant.of("3.0.0"));
        long before = bed.swap(jar).to().bundle();
        SwapReport again = bed.swap(jar);
        assertThat(again.notes()).contains("version 3.0.0 as before");
        assertThat(again.to().bundle()).isNotEqualTo(before);
    }

    /** Any listener may start what was just installed; on Equinox the first class of a lazy bundle does. */
    @Test
    void oneThatIsStartedAsSoonAsItIsInstalledHasNoWorkBeforeItWasTried() throws Exception {
        List<BackendInfo> meanwhile = new CopyOnWriteArrayList<>();
        SynchronousBundleListener eager = event -> {
            if (event.getType() == BundleEvent.INSTALLED) {
                try {
                    event.getBundle().start(Bundle.START_TRANSIENT);
                } catch (BundleException e) {
                    throw new IllegalStateException(e);
                }
                assertThat(event.getBundle().getRegisteredServices()).isNotEmpty();
                meanwhile.addAll(bed.backends());
            }
        };
        BackendInfo before = bed.current();
        bed.host.context().addBundleListener(eager);
        try {
            assertThat(bed.swap(bed.jar(Variant.of("2.0.0"))).to().version()).isEqualTo("2.0.0");
        } finally {
            bed.host.context().removeBundleListener(eager);
        }
        assertThat(meanwhile).containsExactly(before);
    }

    @Test
    void aBackendOfAnotherType() throws Exception {
        Problem problem = bed.refused(bed.jar(Variant.of("2.0.0").with(OtherType.class)));
        assertThat(problem.code()).isEqualTo("swap.type");
        assertThat(problem.message()).contains("sev-es", "sev-snp", "was started");
    }

    @Test
    void aFileThatIsNoBundle() throws Exception {
        Path text = Files.writeString(bed.folder.resolve("jars").resolve("text.jar"), "no zip at all");
        assertThat(bed.refused(text).code()).isEqualTo("swap.no-bundle");
        assertThat(bed.refused(Installed.jar("no-such-file")).code()).isEqualTo("swap.file");
        Path damaged = bed.folder.resolve("jars").resolve("damaged.jar");
        byte[] whole = Files.readAllBytes(bed.jar(Variant.of("2.0.0")));
        Files.write(damaged, Arrays.copyOf(whole, 100));
        assertThat(bed.refused(damaged).code()).isEqualTo("swap.no-bundle");
    }

    @Test
    void anImportThatNobodyExports() throws Exception {
        Problem problem = bed.refused(bed.jar(Variant.of("2.0.0").importing("com.acme.licence;version=\"[3.1,4)\"")));
        assertThat(problem.code()).isEqualTo("swap.unresolved");
        assertThat(problem.expected()).isEqualTo("package com.acme.licence in [3.1.0,4.0.0)");
        assertThat(problem.found()).isEqualTo("no bundle that exports it");
    }

    @Test
    void anImportOfAnotherVersionNamesTheNearest() throws Exception {
        Problem problem = bed.refused(bed.jar(Variant.of("2.0.0").importing("com.google.gson;version=\"[3.1,4)\"")));
        assertThat(problem.code()).isEqualTo("swap.unresolved");
        assertThat(problem.found()).startsWith("version 2.").contains("gson");
    }

    @Test
    void anotherVersionOfTheApi() throws Exception {
        Problem problem =
                bed.refused(bed.jar(Variant.of("2.0.0").importing("org.cloister.api.launch;version=\"[2,3)\"")));
        assertThat(problem.code()).isEqualTo("swap.api-version");
        assertThat(problem.found()).startsWith("version 1.");
    }

    @Test
    void aFailureInActivation() throws Exception {
        Problem problem = bed.refused(bed.jar(Variant.of("2.0.0").with(ThrowsInActivation.class)));
        assertThat(problem.code()).isEqualTo("swap.inactive");
        assertThat(problem.found()).contains("no licence for this host");
    }

    @Test
    void aCanaryThatHangsIsAbandonedAndReported() throws Exception {
        BackendSwap swap = BackendSwap.of(Load.SNP, bed.jar(Variant.of("2.0.0").with(Hangs.class)));
        Problem problem = bed.refused(swap, LaunchListener.SILENT, SwapBed.within(Duration.ofSeconds(5)));
        assertThat(problem.code()).isEqualTo("swap.hangs");
        assertThat(problem.found()).contains("canary of org.cloister.snp 2.0.0");
        assertThat(Thread.getAllStackTraces().keySet())
                .extracting(Thread::getName)
                .contains("canary of org.cloister.snp 2.0.0");
        assertThat(bed.usage().machines()).isZero();
    }

    @Test
    void anotherDigestIsRefusedOrAcceptedByName() throws Exception {
        Path other = bed.jar(Variant.of("2.0.0").with(OtherDigest.class));
        Problem problem = bed.refused(other);
        assertThat(problem.code()).isEqualTo("swap.differs");
        assertThat(problem.found()).startsWith("digest: old ");
        SwapReport report = bed.swap(other, Set.of("digest"), LaunchListener.SILENT, Limits.NONE);
        assertThat(report.notes()).anyMatch(note -> note.startsWith("accepted difference digest"));
        bed.swap(bed.jar(Variant.of("1.0.0")), Set.of("digest"), LaunchListener.SILENT, Limits.NONE);
    }

    @Test
    void aDifferenceThatDoesNotExist() throws Exception {
        BackendSwap swap = new BackendSwap(Load.SNP, bed.jar(Variant.of("2.0.0")), true, Set.of("colour"), LONG);
        assertThat(bed.refused(swap, LaunchListener.SILENT, Limits.NONE).code()).isEqualTo("swap.accept");
    }

    @Test
    void aBrokenContext() throws Exception {
        Problem problem = bed.refused(bed.jar(Variant.of("2.0.0").with(BrokenContext.class)));
        assertThat(problem.code()).isEqualTo("swap.canary");
        assertThat(problem.found()).contains("start answered null");
    }

    @Test
    void aGuestThatIsNotTakenOverThoughItWasSaid() throws Exception {
        try (Guest guest = bed.paused()) {
            BackendSwap untried = new BackendSwap(
                    Load.SNP, bed.jar(Variant.of("2.0.0").with(FailsToAdopt.class)), false, Set.of(), LONG);
            Problem problem = bed.refused(untried, LaunchListener.SILENT, Limits.NONE);
            assertThat(problem.code()).isEqualTo("swap.adopt");
            assertThat(problem.found()).contains("no words for this");
            guest.proceed(Limits.NONE);
        }
    }

    @Test
    void aTypeWithoutCanaryIsSwappedWhenThatIsSaid() throws Exception {
        BackendSwap untried =
                new BackendSwap(Load.SNP, bed.jar(Variant.of("2.0.0").with(NoCanary.class)), false, Set.of(), LONG);
        bed.keeper.swap(untried, LaunchListener.SILENT, Limits.NONE);
        Problem problem = bed.refused(bed.jar(Variant.of("2.1.0").with(NoCanary.class)));
        assertThat(problem.code()).isEqualTo("swap.canary.none");
        // The new one names a platform, so that it is tried there
        bed.swap(bed.jar(Variant.of("1.0.0").with(Delegating.class)));
    }

    @Test
    void oneThatFailsInItsCanaryIsReplacedByOneThatHasOne() throws Exception {
        BackendSwap untried = new BackendSwap(
                Load.SNP, bed.jar(Variant.of("2.0.0").with(FailsInCanary.class)), false, Set.of(), LONG);
        bed.keeper.swap(untried, LaunchListener.SILENT, Limits.NONE);
        Problem problem = bed.refused(bed.jar(Variant.of("2.1.0").with(NoCanary.class)));
        assertThat(problem.found()).contains("no canary today");
        bed.swap(bed.jar(Variant.of("2.2.0").with(Delegating.class)));
    }

    @Test
    void anOlderContextIsTakenOver() throws Exception {
        try (Guest guest = bed.paused()) {
            SwapReport report = bed.swap(bed.jar(Variant.of("2.0.0").with(Adopting.class)));
            assertThat(report.pinned()).isFalse();
            assertThat(bed.backends()).hasSize(1);
            guest.proceed(Limits.NONE);
            assertThat(guest.status().ready()).isTrue();
        }
    }

    @Test
    void theOldOneStaysForItsGuestsAndGoesWithTheLast() throws Exception {
        BackendInfo before = bed.current();
        Guest first = bed.paused();
        Guest second = bed.paused();
        SwapReport report = bed.swap(bed.jar(Variant.of("2.0.0").with(NextSchema.class)));
        assertThat(report.pinned()).isTrue();
        assertThat(report.notes()).anyMatch(note -> note.contains(first.id()) && note.contains(second.id()));
        assertThat(bed.backends()).extracting(BackendInfo::role).containsExactly(Role.CURRENT, Role.PINNED);
        bed.serves();
        first.proceed(Limits.NONE);
        first.close();
        second.proceed(Limits.NONE);
        assertThat(second.status().ready()).isTrue();
        assertThat(bed.backends()).hasSize(2);
        whenGone(before.bundle(), second::close);
        assertThat(bed.backends()).hasSize(1);
    }

    private static void whenGone(long bundle, Runnable after) throws InterruptedException {
        CountDownLatch gone = new CountDownLatch(1);
        BundleListener listener = event -> {
            if (event.getType() == BundleEvent.UNINSTALLED && event.getBundle().getBundleId() == bundle) {
                gone.countDown();
            }
        };
        bed.host.context().addBundleListener(listener);
        try {
            after.run();
            assertThat(gone.await(LONG.toSeconds(), TimeUnit.SECONDS)).isTrue();
        } finally {
            bed.host.context().removeBundleListener(listener);
        }
    }

    @Test
    void aCallThatDoesNotEndLeadsBack() throws Exception {
        CountDownLatch inside = new CountDownLatch(1);
        CountDownLatch release = new CountDownLatch(1);
        LaunchListener blocking = new LaunchListener() {
            @Override
            public void progress(String name, long done, long total) {
                if (name.equals("finish")) {
                    inside.countDown();
                    await(release);
                }
            }
        };
        CompletableFuture<Boolean> launched = CompletableFuture.supplyAsync(() -> {
            try (Guest guest = bed.launcher.launch(Load.request(false), blocking, Limits.NONE)) {
                return guest.status().ready();
            }
        });
        await(inside);
        BackendInfo before = bed.current();
        Path next = bed.jar(Variant.of("2.0.0"));
        BackendSwap impatient = new BackendSwap(Load.SNP, next, true, Set.of(), Duration.ofMillis(200));
        Problem problem = bed.refused(impatient, LaunchListener.SILENT, Limits.NONE);
        assertThat(problem.code()).isEqualTo("swap.drain");
        assertThat(bed.current().bundle()).isEqualTo(before.bundle());
        release.countDown();
        assertThat(launched.get()).isTrue();
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(LONG.toSeconds(), TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void oneSwapAtATime() throws Exception {
        Path next = bed.jar(Variant.of("2.0.0"));
        AtomicReference<Problem> second = new AtomicReference<>();
        LaunchListener meanwhile = new LaunchListener() {
            @Override
            public void begins(String name) {
                if (name.equals("canary")) {
                    CompletableFuture.runAsync(() -> second.set(problemOf(() -> bed.swap(next))))
                            .join();
                }
            }
        };
        bed.swap(next, Set.of(), meanwhile, Limits.NONE);
        assertThat(second.get().code()).isEqualTo("swap.busy");
    }

    private static Problem problemOf(Runnable swap) {
        return catchThrowableOfType(CloisterException.class, swap::run).problem();
    }

    @Test
    void aDeadlineAndACancellationLeadBack() throws Exception {
        BackendSwap swap = BackendSwap.of(Load.SNP, bed.jar(Variant.of("2.0.0")));
        assertThat(bed.refused(swap, LaunchListener.SILENT, SwapBed.within(Duration.ZERO))
                        .kind())
                .isEqualTo(Problem.Kind.DEADLINE);
        for (String step : new String[] {"install", "resolve", "start", "canary", "rebind", "drain"}) {
            Cancellation cancellation = new Cancellation();
            LaunchListener cancelling = new LaunchListener() {
                @Override
                public void begins(String name) {
                    if (name.equals(step)) {
                        cancellation.cancel();
                    }
                }
            };
            assertThat(bed.refused(swap, cancelling, Limits.of(cancellation)).kind())
                    .as(step)
                    .isEqualTo(Problem.Kind.CANCELLED);
        }
    }

    @Test
    void aBackendThatIsUninstalledByHand() throws Exception {
        bed.swap(bed.jar(Variant.of("1.0.0")));
        Guest guest = bed.paused();
        bed.host.context().getBundle(bed.current().bundle()).uninstall();
        assertThat(bed.backends()).isEmpty();
        assertThat(bed.launcher.guests()).containsExactly(guest);
        assertThat(problemOf(guest::status).code()).isEqualTo("backend.gone");
        SwapReport report = bed.swap(bed.jar(Variant.of("1.1.0")));
        assertThat(report.from()).isEmpty();
        assertThat(bed.current().guests()).containsExactly(guest.id());
        guest.proceed(Limits.NONE);
        assertThat(guest.status().ready()).isTrue();
        guest.close();
    }

    @Test
    void theNewOneIsUninstalledByHandWhileTheOldOneIsPinned() throws Exception {
        try (Guest guest = bed.paused()) {
            SwapReport report = bed.swap(bed.jar(Variant.of("2.0.0").with(NextSchema.class)));
            bed.host.context().getBundle(report.to().bundle()).uninstall();
            assertThat(bed.backends()).singleElement().satisfies(backend -> {
                assertThat(backend.role()).isEqualTo(Role.CURRENT);
                assertThat(backend.guests()).containsExactly(guest.id());
            });
            bed.serves();
        }
    }

    @Test
    void aHigherRankingBundleThatComesByHandIsPreferredAsEver() throws Exception {
        Bundle swapped = bed.host
                .context()
                .getBundle(bed.swap(bed.jar(Variant.of("1.0.0"))).to().bundle());
        Bundle other = bed.host.context().installBundle("by-hand", Files.newInputStream(bed.jar(Variant.of("9.0.0"))));
        other.start();
        try {
            assertThat(bed.current().bundle())
                    .as("of equals the one that was swapped in")
                    .isEqualTo(swapped.getBundleId());
            assertThat(bed.backends()).extracting(BackendInfo::role).containsExactly(Role.CURRENT, Role.STANDBY);
        } finally {
            other.uninstall();
        }
    }

    @Test
    void noSwapWhileThePlatformGoesDown() throws Exception {
        try (SwapBed down = SwapBed.start("SwapIT-down", Map.of())) {
            Path next = down.jar(Variant.of("2.0.0"));
            LaunchListener stopping = new LaunchListener() {
                @Override
                public void begins(String name) {
                    if (name.equals("canary")) {
                        stop(down);
                    }
                }
            };
            Problem problem = problemOf(() -> down.swap(next, Set.of(), stopping, Limits.NONE));
            assertThat(problem.code()).isEqualTo("swap.shutdown");
            assertThat(problemOf(() -> down.swap(next)).code()).isEqualTo("swap.shutdown");
        }
    }

    private static void stop(SwapBed down) {
        try {
            down.host.framework().stop();
        } catch (BundleException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void aTypeThatNobodyBroughtBefore() throws Exception {
        GuestType type = new GuestType("sev-es");
        BackendSwap first = BackendSwap.of(
                type, bed.jar(Variant.of("2.0.0").with(OtherType.class).declaring("sev-es")));
        assertThat(first.canary()).isTrue();
        Problem problem = bed.refused(first, LaunchListener.SILENT, Limits.NONE);
        assertThat(problem.code()).as("what it launches is of another type").isEqualTo("swap.canary");
    }
}
