// SPDX-License-Identifier: Apache-2.0
package org.cloister.softsev.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.cloister.amd.kvm.VmType;
import org.cloister.api.platform.VcpuState;
import org.cloister.softsev.client.Process.Answer;
import org.cloister.softsev.machine.SoftKvmDevice;
import org.cloister.softsev.model.PlatformSettings;
import org.cloister.softsev.processor.SoftProcessor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The kernel's selftest sev_migrate_tests (tools/testing/selftests/kvm/x86) as a program that has nothing but bytes:
 * machines of the default type, INIT or ES_INIT, four processors; and what the kernel's source demands beyond it.
 */
class MigrationSelftestsTest {
    private static final Answer DONE = new Answer(0, 0);
    private static final Answer INVALID = new Answer(22, -1);
    private static final int EIO = 5;
    private static final int EBADF = 9;
    private static final int EBUSY = 16;
    private static final int EINVAL = 22;
    private static final int PAGE = 4096;
    private static final int VCPUS = 4;
    private static final int UPDATE_VMSA = 4;
    private static final int GUEST_STATUS = 16;
    private static final int DBG_DECRYPT = 17;
    private static final Set<Integer> OF_MIRRORS = Set.of(UPDATE_VMSA, GUEST_STATUS, DBG_DECRYPT, 18);
    private static final long RAM = Process.BASE + 0x10000;
    private static final long BUFFER = Process.BASE + 0x8000;

    private final SoftProcessor processor = new SoftProcessor(PlatformSettings.DEFAULT);
    private final SoftKvm kvm = new SoftKvmDevice(processor);
    private final Process process = new Process(0x40000);
    private final List<ClientMachine> machines = new ArrayList<>();

    @AfterEach
    void nothingIsLeftInWhateverOrder() {
        machines.forEach(ClientMachine::close);
        assertThat(List.of(processor.machines(), processor.guests(), processor.asids()))
                .containsOnly(0);
        assertThat(process.pinned).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aContextIsMovedThreeTimesAndNotIntoAMachineThatIsDead(boolean es) {
        ClientMachine source = launched(es);
        ClientMachine last = source;
        for (int i = 0; i < 3; i++) {
            ClientMachine next = made(VCPUS);
            assertThat(next.moveContextFrom(last)).isZero();
            last = next;
        }
        assertThat(source.moveContextFrom(last)).isEqualTo(EIO);
        assertThat(state(last)).isEqualTo(1);
    }

    @Test
    void aMachineThatIsDeadAnswersNothing() {
        ClientMachine source = launched(false);
        ClientMachine next = made(VCPUS);
        assertThat(next.moveContextFrom(source)).isZero();
        assertThat(process.op(source, GUEST_STATUS, 0)).isEqualTo(new Answer(EIO, -1));
        assertThat(List.of(
                        source.memoryEncryptOp(0),
                        source.registerRegion(RAM, PAGE),
                        source.unregisterRegion(RAM, PAGE),
                        source.createVcpu(9),
                        source.setVcpu(VcpuState.of(0, Map.of())),
                        source.setMemoryRegion(new ClientSlot(0, 0, PAGE, RAM, false)),
                        source.setMemoryAttributes(0, PAGE, 8),
                        source.copyContextFrom(next)))
                .containsOnly(EIO);
        source.close();
        assertThat(source.createVcpu(9)).isEqualTo(EBADF);
        assertThat(source.moveContextFrom(next)).isEqualTo(EBADF);
        assertThat(made(VCPUS).moveContextFrom(source)).isEqualTo(EBADF);
    }

    @Test
    @Timeout(value = 120, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void threadsThatMoveInACircleDoNotWaitForEachOther() throws Exception {
        List<ClientMachine> circle =
                IntStream.range(0, 3).mapToObj(i -> launched(false)).toList();
        ExecutorService threads = Executors.newFixedThreadPool(3);
        try {
            List<Callable<Boolean>> work = circle.stream()
                    .<Callable<Boolean>>map(own -> () -> IntStream.range(0, 10_000)
                            .map(i -> own.moveContextFrom(circle.get(i % 3)))
                            .allMatch(errno -> errno == EINVAL || errno == EBUSY))
                    .toList();
            for (Future<Boolean> all : threads.invokeAll(work)) {
                assertThat(all.get()).isTrue();
            }
        } finally {
            threads.shutdownNow();
        }
        circle.forEach(machine -> assertThat(state(machine)).isEqualTo(1));
    }

    @Test
    void machinesThatDoNotFitAreRefused() {
        ClientMachine sev = launched(false);
        ClientMachine es = launched(true);
        ClientMachine withoutStates = made(0);
        assertThat(process.op(withoutStates, 1, 0)).isEqualTo(DONE);
        withoutStates.createVcpu(1);
        ClientMachine oneVcpu = made(1);
        assertThat(List.of(
                        made(0).moveContextFrom(made(VCPUS)),
                        sev.moveContextFrom(es),
                        es.moveContextFrom(sev),
                        sev.moveContextFrom(sev),
                        made(0).moveContextFrom(es),
                        oneVcpu.moveContextFrom(withoutStates)))
                .containsOnly(EINVAL);
        assertThat(List.of(
                        sev.copyContextFrom(sev),
                        made(0).copyContextFrom(made(VCPUS)),
                        made(VCPUS).copyContextFrom(sev),
                        sev.copyContextFrom(es),
                        es.copyContextFrom(sev)))
                .containsOnly(EINVAL);
        assertThat(List.of(state(sev), state(es))).containsOnly(1);
    }

    @ParameterizedTest
    @EnumSource(names = {"SEV", "SEV_ES", "SNP"})
    void typesAreNotMixedAndMirrorsHaveNone(VmType type) {
        ClientMachine sev = launched(false);
        ClientMachine other = kvm.createVm(type, process, Privacy.ENCRYPTED);
        machines.add(other);
        assertThat(other.moveContextFrom(sev)).isEqualTo(EINVAL);
        assertThat(made(0).moveContextFrom(other)).isEqualTo(EINVAL);
        ClientMachine mirror = made(0);
        assertThat(mirror.copyContextFrom(sev)).isZero();
        assertThat(made(0).copyContextFrom(mirror)).isEqualTo(EINVAL);
        assertThat(mirror.copyContextFrom(sev)).isEqualTo(EINVAL);
    }

    @Test
    void aMachineOfAnotherPlatformIsNoSource() {
        SoftKvm elsewhere = new SoftKvmDevice(new SoftProcessor(PlatformSettings.DEFAULT));
        try (ClientMachine foreign = elsewhere.createVm(VmType.DEFAULT, process, Privacy.ENCRYPTED)) {
            assertThat(made(0).moveContextFrom(foreign)).isEqualTo(EBADF);
            assertThat(made(0).copyContextFrom(foreign)).isEqualTo(EBADF);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aMirrorTakesFourCommandsAndItsProcessorsComeLater(boolean es) {
        ClientMachine owner = launched(es);
        ClientMachine mirror = made(0);
        assertThat(mirror.copyContextFrom(owner)).isZero();
        IntStream.range(0, VCPUS)
                .forEach(id -> assertThat(mirror.createVcpu(id)).isZero());
        if (es) {
            assertThat(process.op(mirror, UPDATE_VMSA, 0)).isEqualTo(DONE);
        }
        for (int id = 0; id < 110; id++) {
            if (!OF_MIRRORS.contains(id)) {
                assertThat(process.op(mirror, id, 0)).as("command %d", id).isEqualTo(INVALID);
            }
        }
        assertThat(state(mirror)).isEqualTo(1);
        assertThat(mirror.registerRegion(RAM, PAGE)).isEqualTo(EINVAL);
        assertThat(mirror.unregisterRegion(RAM, PAGE)).isEqualTo(EINVAL);
        assertThat(decrypted(mirror)).isEqualTo(pattern());
        owner.close();
        assertThat(decrypted(mirror)).as("a mirror keeps what it has").isEqualTo(pattern());
        assertThat(List.of(processor.guests(), processor.asids())).containsOnly(1);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void ownersAndMirrorsAreMovedByTurnsAndEndInAnyOrder(boolean ownersFirst) {
        List<ClientMachine> owners = new ArrayList<>(List.of(launched(false)));
        List<ClientMachine> mirrors = new ArrayList<>(List.of(made(0)));
        assertThat(mirrors.get(0).copyContextFrom(owners.get(0))).isZero();
        for (int i = 0; i < 3; i++) {
            ClientMachine mirror = made(0);
            ClientMachine owner = made(VCPUS);
            mirrors.add(mirror);
            owners.add(owner);
            if (i % 2 == 0) {
                assertThat(mirror.moveContextFrom(mirrors.get(i))).isZero();
                assertThat(owner.moveContextFrom(owners.get(i))).isZero();
            } else {
                assertThat(owner.moveContextFrom(owners.get(i))).isZero();
                assertThat(mirror.moveContextFrom(mirrors.get(i))).isZero();
            }
            assertThat(process.op(mirror, 2, 0)).as("still a mirror").isEqualTo(INVALID);
        }
        (ownersFirst ? owners : mirrors).forEach(ClientMachine::close);
        assertThat(processor.guests()).isOne();
        (ownersFirst ? mirrors : owners).forEach(ClientMachine::close);
        assertThat(processor.guests()).isZero();
    }

    @Test
    void regionsStayPinnedAndAreTheNewMachinesToUnregister() {
        ClientMachine source = launched(false);
        assertThat(source.registerRegion(RAM, 2 * PAGE)).isZero();
        ClientMachine next = made(VCPUS);
        assertThat(next.moveContextFrom(source)).isZero();
        source.close();
        assertThat(process.pinned).hasSize(1);
        assertThat(next.unregisterRegion(RAM, PAGE)).isEqualTo(EINVAL);
        assertThat(next.unregisterRegion(RAM, 2 * PAGE)).isZero();
        assertThat(process.pinned).isEmpty();
    }

    @Test
    void statesOfProcessorsGoOneForOneInTheOrderInWhichTheyWereMade() {
        ClientMachine source = made(0);
        assertThat(process.op(source, 1, 0)).isEqualTo(DONE);
        source.createVcpu(0);
        source.createVcpu(1);
        start(source, 4);
        assertThat(process.op(source, UPDATE_VMSA, 0)).isEqualTo(DONE);
        ClientMachine next = made(0);
        next.createVcpu(5);
        next.createVcpu(3);
        assertThat(next.moveContextFrom(source)).isZero();
        assertThat(next.setVcpu(VcpuState.of(3, Map.of()))).as("protected").isEqualTo(EINVAL);
    }

    @Test
    void registersOfSevStayTheHosts() {
        ClientMachine source = launched(false);
        ClientMachine next = made(1);
        assertThat(next.moveContextFrom(source)).as("fewer processors").isZero();
        assertThat(next.setVcpu(VcpuState.of(0, Map.of("rip", 0x1000L)))).isZero();
        assertThat(decrypted(next)).isEqualTo(pattern());
    }

    /** While a command of the source's is carried out, one move waits for it, and no other begins. */
    @Test
    @Timeout(value = 120, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void whileAMoveIsUnderWayNoOtherBeginsWithEitherMachine() throws Exception {
        CountDownLatch reading = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        ClientMachine source = launched(false);
        ClientMachine next = made(VCPUS);
        process.beforeRead = address -> {
            if (address == RAM + PAGE) {
                reading.countDown();
                await(goOn);
            }
        };
        Thread command = new Thread(() -> source.memoryEncryptOp(update()));
        AtomicReference<Integer> moved = new AtomicReference<>();
        Thread move = new Thread(() -> moved.set(next.moveContextFrom(source)));
        try {
            command.start();
            await(reading);
            move.start();
            while (move.getState() != Thread.State.BLOCKED) {
                Thread.onSpinWait();
            }
            assertThat(made(VCPUS).moveContextFrom(source)).isEqualTo(EBUSY);
            assertThat(made(0).copyContextFrom(source)).isEqualTo(EBUSY);
            assertThat(next.moveContextFrom(launched(false))).isEqualTo(EBUSY);
        } finally {
            goOn.countDown();
        }
        command.join();
        move.join();
        assertThat(moved.get()).isZero();
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private long update() {
        process.write(
                Process.BASE + 0x600,
                Process.struct(16).putLong(0, RAM + PAGE).putInt(8, PAGE).array());
        process.write(
                Process.BASE + 0x500,
                Process.struct(24)
                        .putInt(0, 3)
                        .putLong(8, Process.BASE + 0x600)
                        .putInt(20, 3)
                        .array());
        return Process.BASE + 0x500;
    }

    /** A machine that is not initialised. */
    private ClientMachine made(int vcpus) {
        ClientMachine machine = kvm.createVm(VmType.DEFAULT, process, Privacy.ENCRYPTED);
        machines.add(machine);
        IntStream.range(0, vcpus)
                .forEach(id -> assertThat(machine.createVcpu(id)).isZero());
        return machine;
    }

    private ClientMachine launched(boolean es) {
        ClientMachine machine = made(0);
        assertThat(process.op(machine, es ? 1 : 0, 0)).isEqualTo(DONE);
        IntStream.range(0, VCPUS)
                .forEach(id -> assertThat(machine.createVcpu(id)).isZero());
        start(machine, es ? 4 : 0);
        if (es) {
            assertThat(process.op(machine, UPDATE_VMSA, 0)).isEqualTo(DONE);
            assertThat(process.op(machine, UPDATE_VMSA, 0)).as("once more").isEqualTo(DONE);
        }
        return machine;
    }

    private void start(ClientMachine machine, int policy) {
        assertThat(process.op(machine, 2, Process.struct(40).putInt(4, policy).array()))
                .isEqualTo(DONE);
        process.write(RAM, pattern());
        byte[] update = Process.struct(16).putLong(0, RAM).putInt(8, PAGE).array();
        assertThat(process.op(machine, 3, update)).isEqualTo(DONE);
    }

    private int state(ClientMachine machine) {
        assertThat(process.op(machine, GUEST_STATUS, new byte[12])).isEqualTo(DONE);
        return process.answered(12).getInt(8);
    }

    private byte[] decrypted(ClientMachine machine) {
        byte[] struct = Process.struct(24)
                .putLong(0, RAM)
                .putLong(8, BUFFER)
                .putInt(16, PAGE)
                .array();
        assertThat(process.op(machine, DBG_DECRYPT, struct)).isEqualTo(DONE);
        byte[] page = new byte[PAGE];
        process.read(BUFFER, page);
        return page;
    }

    private static byte[] pattern() {
        byte[] bytes = new byte[PAGE];
        new java.util.Random(5).nextBytes(bytes);
        return bytes;
    }
}
