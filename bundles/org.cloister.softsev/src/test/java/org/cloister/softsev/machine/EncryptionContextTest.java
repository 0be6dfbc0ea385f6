// SPDX-License-Identifier: Apache-2.0
package org.cloister.softsev.machine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.cloister.softsev.machine.LaunchFixture.refused;
import static org.cloister.softsev.machine.SevFixture.SHARED;
import static org.cloister.softsev.machine.SevFixture.content;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.cloister.amd.channel.BareSevCommand;
import org.cloister.amd.channel.DebugDecrypt;
import org.cloister.amd.channel.EncryptionContext;
import org.cloister.amd.channel.GetGuestStatus;
import org.cloister.amd.channel.PinnedRegions;
import org.cloister.amd.channel.SendUpdateVmsa;
import org.cloister.amd.channel.SevCommandException;
import org.cloister.amd.channel.SevGuestStatus.State;
import org.cloister.amd.channel.SevInit2;
import org.cloister.amd.status.Errno;
import org.cloister.api.Bytes;
import org.cloister.api.platform.VcpuState;
import org.cloister.softsev.processor.Platforms;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Contexts that are moved and mirrored within a host: what the kernel's selftest sev_migrate_tests asks for, by the
 * calls of a client, and the rules of the kernel's that it does not reach.
 */
class EncryptionContextTest {
    private static final Bytes PAGE = content(4096);
    private static final int VCPUS = 4;
    /** The commands that a mirror takes. */
    private static final List<Integer> ALLOWED = List.of(4, 16, 17, 18);

    private final List<SevFixture> machines = new ArrayList<>();

    @AfterEach
    void everythingIsReleasedInWhateverOrder() {
        machines.forEach(SevFixture::close);
        assertThat(List.of(SHARED.machines(), SHARED.guests(), SHARED.asids())).containsOnly(0);
        assertThat(SHARED.pages()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"sev", "sev-es"})
    void aContextIsMovedFromMachineToMachine(String type) {
        SevFixture source = running(type);
        SevFixture first = source;
        for (int i = 0; i < 3; i++) {
            SevFixture next = machine(type);
            context(next).moveFrom(first.machine);
            assertThat(next.state()).isEqualTo(State.RUNNING);
            first = next;
        }
        assertThat(SHARED.guests()).isOne();
        SevFixture last = first;
        refused(Errno.EIO, () -> context(source).moveFrom(last.machine));
        refused(Errno.EIO, () -> source.channel.execute(new GetGuestStatus()));
        assertThat(source.call(16, 0)).isEqualTo(List.of(Errno.EIO, -1));
        PinnedRegions regions = source.machine.adapt(PinnedRegions.class).orElseThrow();
        refused(Errno.EIO, () -> regions.register(SevAddresses.of(0), 4096));
        source.close();
        assertThat(last.state()).isEqualTo(State.RUNNING);
    }

    @Test
    void memoryIsReadWhereTheGuestIs() {
        SevFixture source = running("sev");
        SevFixture next = machine("sev");
        Bytes stored = source.host(0, 4096);
        context(next).moveFrom(source.machine);
        next.machine.memory().hostView().write(0, stored);
        assertThat(next.guest(0, 4096)).isEqualTo(PAGE);
        assertThat(source.host(0, 4096)).as("what the host sees stays").isEqualTo(stored);
        assertThat(next.channel.execute(new DebugDecrypt(next.address(0), 4096)))
                .isEqualTo(PAGE);
        next.machine.memory().guestView().write(0, Bytes.ofHex("c0ffee"));
        assertThat(next.guest(0, 3).hex()).isEqualTo("c0ffee");
    }

    @Test
    void statesOfProcessorsGoWithTheContext() {
        SevFixture source = machine("sev-es");
        source.machine.setVcpu(VcpuState.of(1, Map.of("rip", 0x1234L)));
        launch(source);
        SevFixture next = machine("sev-es");
        context(next).moveFrom(source.machine);
        assertThat(next.machine.vcpu(1).get("rip")).isEqualTo(0x1234);
        next.channel.execute(next.sendToItself());
        assertThat(next.channel.execute(new SendUpdateVmsa(1)).payload().length())
                .isEqualTo(4096);
    }

    @Test
    @Timeout(value = 120, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void threadsThatMoveInACircleDoNotWaitForEachOther() throws Exception {
        List<SevFixture> circle =
                IntStream.range(0, 3).mapToObj(i -> running("sev")).toList();
        ExecutorService threads = Executors.newFixedThreadPool(3);
        List<Callable<Integer>> work = IntStream.range(0, 3)
                .<Callable<Integer>>mapToObj(i -> () -> {
                    int refusals = 0;
                    for (int n = 0; n < 10_000; n++) {
                        try {
                            context(circle.get(i)).moveFrom(circle.get((i + 1) % 3).machine);
                        } catch (SevCommandException e) {
                            assertThat(e.errno()).isIn(Errno.EBUSY, Errno.EINVAL);
                            refusals++;
                        }
                    }
                    return refusals;
                })
                .toList();
        try {
            for (Future<Integer> done : threads.invokeAll(work)) {
                assertThat(done.get()).as("each machine has a context already").isEqualTo(10_000);
            }
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void machinesThatDoNotFitAreRefused() {
        SevFixture sev = running("sev");
        SevFixture es = running("sev-es");
        invalidMove(machine("sev"), machine("sev"));
        invalidMove(machine("sev"), es);
        invalidMove(machine("sev-es"), sev);
        invalidMove(machine("sev-es", 3), es);
        SevFixture withoutStates = machine("sev-es");
        withoutStates.channel.execute(SevFixture.INIT2);
        withoutStates.channel.execute(SevFixture.withoutSession(4));
        invalidMove(machine("sev-es"), withoutStates);
        invalidMove(sev, sev);
        invalidMove(running("sev"), sev);
        assertThat(sev.state()).isEqualTo(State.RUNNING);
        assertThat(es.state()).isEqualTo(State.RUNNING);
    }

    @Test
    void whatCannotBeMirroredIsRefused() {
        SevFixture sev = running("sev");
        invalidCopy(sev, sev);
        invalidCopy(machine("sev"), machine("sev"));
        invalidCopy(running("sev"), sev);
        invalidCopy(running("sev-es"), sev);
        SevFixture mirror = machine("sev");
        context(mirror).copyFrom(sev.machine);
        invalidCopy(machine("sev"), mirror);
        invalidCopy(mirror, sev);
    }

    @Test
    void aMachineOfAnotherPlatformOrNoneIsNoSource() {
        SevFixture target = machine("sev");
        try (SevFixture foreign = new SevFixture(Platforms.fresh(), "sev", 1);
                LaunchFixture snp = new LaunchFixture(SHARED, 1)) {
            foreign.run(0, PAGE);
            refused(Errno.EBADF, () -> context(target).moveFrom(foreign.machine));
            refused(Errno.EBADF, () -> context(target).copyFrom(foreign.machine));
            refused(Errno.EINVAL, () -> context(target).moveFrom(snp.machine));
            refused(Errno.EINVAL, () -> context(target).copyFrom(snp.machine));
            assertThat(snp.machine.adapt(EncryptionContext.class)).isEmpty();
        }
        SevFixture closed = running("sev");
        closed.machine.close();
        refused(Errno.EBADF, () -> context(target).moveFrom(closed.machine));
        refused(Errno.EBADF, () -> context(closed).moveFrom(target.machine));
    }

    @ParameterizedTest
    @CsvSource({"sev, 0", "sev-es, 4"})
    void aMirrorTakesFourCommands(String type, int policy) {
        SevFixture owner = machine(type);
        owner.channel.execute(SevFixture.INIT2);
        owner.channel.execute(SevFixture.withoutSession(policy));
        SevFixture mirror = machine(type);
        context(mirror).copyFrom(owner.machine);
        for (int id = 0; id < 110; id++) {
            if (!ALLOWED.contains(id)) {
                assertThat(mirror.call(id, 0)).as("command %d", id).isEqualTo(List.of(Errno.EINVAL, -1));
            }
        }
        assertThat(mirror.channel.execute(new GetGuestStatus())).isEqualTo(owner.channel.execute(new GetGuestStatus()));
        PinnedRegions regions = mirror.machine.adapt(PinnedRegions.class).orElseThrow();
        refused(Errno.EINVAL, () -> regions.register(mirror.address(0), 4096));
        refused(Errno.EINVAL, () -> regions.unregister(mirror.address(0), 4096));
        if (type.equals("sev-es")) {
            mirror.channel.execute(BareSevCommand.LAUNCH_UPDATE_VMSA);
            owner.channel.execute(BareSevCommand.LAUNCH_UPDATE_VMSA);
        } else {
            refused(Errno.ENOTTY, () -> mirror.channel.execute(BareSevCommand.LAUNCH_UPDATE_VMSA));
        }
        assertThat(List.of(SHARED.guests(), SHARED.asids())).containsOnly(1);
    }

    @Test
    void aMirrorHasTheKeyOfItsOwner() {
        SevFixture owner = running("sev");
        SevFixture mirror = machine("sev");
        context(mirror).copyFrom(owner.machine);
        mirror.machine.memory().hostView().write(0, owner.host(0, 4096));
        assertThat(mirror.channel.execute(new DebugDecrypt(mirror.address(0), 4096)))
                .isEqualTo(PAGE);
        owner.close();
        assertThat(SHARED.guests()).as("a mirror keeps what it has").isOne();
        assertThat(mirror.state()).isEqualTo(State.RUNNING);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void ownersAndMirrorsAreMovedByTurnsAndEndInAnyOrder(boolean ownersFirst) {
        List<SevFixture> owners = new ArrayList<>(List.of(running("sev")));
        List<SevFixture> mirrors = new ArrayList<>(List.of(machine("sev")));
        context(mirrors.get(0)).copyFrom(owners.get(0).machine);
        for (int i = 0; i < 3; i++) {
            SevFixture owner = machine("sev");
            context(owner).moveFrom(owners.get(i).machine);
            owners.add(owner);
            SevFixture mirror = machine("sev");
            context(mirror).moveFrom(mirrors.get(i).machine);
            mirrors.add(mirror);
            assertThat(mirror.state()).isEqualTo(State.RUNNING);
            assertThat(mirror.call(8, 0)).isEqualTo(List.of(Errno.EINVAL, -1));
        }
        assertThat(List.of(SHARED.guests(), SHARED.asids())).containsOnly(1);
        List<SevFixture> order = new ArrayList<>(ownersFirst ? owners : mirrors);
        order.addAll(ownersFirst ? mirrors : owners);
        for (SevFixture one : order) {
            assertThat(SHARED.guests()).isLessThanOrEqualTo(1);
            one.close();
        }
        assertThat(SHARED.guests()).isZero();
    }

    private static void invalidMove(SevFixture to, SevFixture source) {
        refused(Errno.EINVAL, () -> context(to).moveFrom(source.machine));
    }

    private static void invalidCopy(SevFixture to, SevFixture source) {
        refused(Errno.EINVAL, () -> context(to).copyFrom(source.machine));
    }

    private static EncryptionContext context(SevFixture of) {
        return of.machine.adapt(EncryptionContext.class).orElseThrow();
    }

    private SevFixture machine(String type) {
        return machine(type, VCPUS);
    }

    private SevFixture machine(String type, int vcpus) {
        SevFixture made = new SevFixture(SHARED, type, vcpus);
        machines.add(made);
        return made;
    }

    private SevFixture running(String type) {
        SevFixture made = machine(type);
        launch(made);
        return made;
    }

    private static void launch(SevFixture machine) {
        machine.channel.execute(new SevInit2(0, 0, 0));
        machine.channel.execute(SevFixture.withoutSession(machine.policy(0)));
        machine.update(0, PAGE);
        machine.updateVmsa();
        machine.updateVmsa();
        machine.measure();
        machine.finish();
    }
}
