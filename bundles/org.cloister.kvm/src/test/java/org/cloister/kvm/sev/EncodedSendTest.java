// SPDX-License-Identifier: Apache-2.0
package org.cloister.kvm.sev;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.Map;
import java.util.Optional;
import org.cloister.amd.firmware.SampleFirmware;
import org.cloister.api.Bytes;
import org.cloister.api.CloisterException;
import org.cloister.api.Problem;
import org.cloister.api.guest.ConfidentialGuestSupport;
import org.cloister.api.guest.GuestRequest;
import org.cloister.api.guest.GuestTransfer;
import org.cloister.api.guest.LaunchContext;
import org.cloister.api.guest.LaunchPlan;
import org.cloister.api.guest.Machine;
import org.cloister.api.guest.Outcome;
import org.cloister.api.platform.MachineSpec;
import org.cloister.api.platform.VirtualMachine;
import org.cloister.kvm.libc.Descriptor;
import org.cloister.kvm.testing.Lent;
import org.cloister.sev.SevGuestSupport;
import org.cloister.seves.SevEsGuestSupport;
import org.cloister.softsev.SoftSev;
import org.cloister.softsev.model.PlatformSettings;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Sending and receiving over encoded bytes: between two platforms that are driven as {@code /dev/kvm} would be. */
class EncodedSendTest {
    private static final long OURS = 0x200000;
    private static final Bytes GROWN = Bytes.ofHex("67726f776e");

    private final EncodedPlatform here = new EncodedPlatform(new SoftSev(PlatformSettings.DEFAULT));
    private final EncodedPlatform there = new EncodedPlatform(new SoftSev(PlatformSettings.DEFAULT));

    @BeforeEach
    void linux() {
        assumeTrue(Descriptor.obstacle().isEmpty(), () -> Descriptor.obstacle().get());
    }

    /** A guest of a type, launched on a platform or about to be received there. */
    private record Side(ConfidentialGuestSupport support, LaunchPlan plan, VirtualMachine vm, Machine machine)
            implements AutoCloseable {
        static Side of(EncodedPlatform platform, ConfidentialGuestSupport support, GuestRequest request) {
            LaunchPlan plan = support.plan(request);
            MachineSpec spec = new MachineSpec(
                    plan.type(), plan.profile(), plan.memory(), plan.vcpus().size());
            VirtualMachine vm = platform.create(spec);
            plan.vcpus().forEach(vm::setVcpu);
            return new Side(support, plan, vm, new Lent(platform.facts(), vm));
        }

        GuestTransfer transfer() {
            return support.capability(GuestTransfer.class).orElseThrow();
        }

        @Override
        public void close() {
            vm.close();
        }
    }

    private static GuestRequest request(String profile) {
        return new GuestRequest(
                SampleFirmware.image(), Optional.empty(), 2, "EPYC-v4", 64 << 20, Map.of("profile", profile));
    }

    @ParameterizedTest
    @ValueSource(strings = {"init2", "legacy"})
    void whatIsSentByBytesArrives(String profile) {
        SevGuestSupport support = new SevGuestSupport();
        try (Side from = Side.of(here, support, request(profile));
                Side to = Side.of(there, support, request(profile))) {
            LaunchContext sending = launched(from, request(profile));
            from.vm().memory().guestView().write(OURS, GROWN);
            GuestTransfer can = support.capability(GuestTransfer.class).orElseThrow();
            Bytes receiver = can.receiver(to.machine());
            can.requireSend(sending, receiver, from.machine());
            int before = here.calls;
            Outcome<Bytes> start = can.sendStart(sending, receiver, from.machine());
            Outcome<Bytes> pages = can.sendPages(start.context(), OURS, 0x2000, from.machine());
            assertThat(here.calls - before).as("ioctls").isGreaterThanOrEqualTo(3);
            assertThat(can.sendVcpu(pages.context(), 1, from.machine()).value().length())
                    .isZero();

            LaunchContext receiving = can.receiveStart(to.plan(), start.value(), to.machine());
            receiving = can.receivePages(receiving, OURS, 0x2000, pages.value(), to.machine());
            assertThat(support.status(receiving, to.machine()).ready()).isFalse();
            LaunchContext arrived = can.receiveFinish(receiving, to.machine());
            assertThat(support.status(arrived, to.machine()).ready()).isTrue();
            assertThat(to.vm().memory().guestView().read(OURS, GROWN.length())).isEqualTo(GROWN);
            assertThat(to.vm().memory().hostView().read(OURS, GROWN.length())).isNotEqualTo(GROWN);
            LaunchContext sent = can.sendFinish(pages.context(), from.machine());
            assertThat(support.status(sent, from.machine()).ready()).isFalse();
        }
    }

    @Test
    void aGuestWhoseSendingIsCancelledIsSentAnew() {
        SevGuestSupport support = new SevGuestSupport();
        try (Side from = Side.of(here, support, request("init2"))) {
            LaunchContext running = launched(from, request("init2"));
            GuestTransfer can = from.transfer();
            Bytes itself = can.receiver(from.machine());
            Bytes first = can.sendStart(running, itself, from.machine()).value();
            LaunchContext again = can.sendCancel(running, from.machine());
            assertThat(support.status(again, from.machine()).ready()).isTrue();
            assertThat(can.sendStart(again, itself, from.machine()).value()).isNotEqualTo(first);
        }
    }

    /** Linux has no command for packets of VMSAs (ids 10 and 14): said before anything is sent. */
    @Test
    void noSevEsGuestLeavesAPlatformByBytes() {
        SevEsGuestSupport support = new SevEsGuestSupport();
        try (Side from = Side.of(here, support, request("init2"))) {
            LaunchContext running = launched(from, request("init2"));
            Bytes itself = from.transfer().receiver(from.machine());
            Problem refusal = catchThrowableOfType(
                            CloisterException.class, () -> from.transfer().requireSend(running, itself, from.machine()))
                    .problem();
            assertThat(refusal.code()).isEqualTo("send.registers");
            assertThat(refusal.kind()).isEqualTo(Problem.Kind.HOST);
            assertThat(support.status(running, from.machine()).ready()).isTrue();
        }
    }

    private static LaunchContext launched(Side side, GuestRequest request) {
        return EncodedSevLaunchTest.launch(side.support(), request, side.plan(), side.machine());
    }
}
