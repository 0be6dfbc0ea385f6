// SPDX-License-Identifier: Apache-2.0
package org.cloister.softsev.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.OptionalLong;
import org.cloister.amd.kvm.SevAttribute;
import org.cloister.amd.kvm.VmType;
import org.cloister.amd.message.GuestMessage;
import org.cloister.amd.message.GuestRequests;
import org.cloister.amd.message.MessageHeader;
import org.cloister.amd.message.MessageType;
import org.cloister.amd.message.RequestExit;
import org.cloister.api.Bytes;
import org.cloister.softsev.client.Process.Answer;
import org.cloister.softsev.machine.SoftKvmDevice;
import org.cloister.softsev.model.CpuidPages;
import org.cloister.softsev.model.HostSettings;
import org.cloister.softsev.model.KernelModel;
import org.cloister.softsev.model.OtherPlatforms;
import org.cloister.softsev.model.PlatformInit;
import org.cloister.softsev.processor.SoftProcessor;
import org.cloister.softsev.request.TestReports;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What clients see of the difference between releases of Linux. */
class KernelModelTest {
    private static final int PAGE = 4096;
    private static final int REQUEST_CERTIFICATES = 103;
    private static final int SECRETS = 5;
    private static final Answer DONE = new Answer(0, 0);
    private static final Answer INVALID = new Answer(22, -1);
    private static final long RAM = Process.BASE + 0x100000;
    private static final long SOURCE = Process.BASE + 0x10000;

    private final Process process = new Process(0x200000);

    @ParameterizedTest
    @EnumSource
    void sourcesThatAreNotAlignedAreTakenUntil7(KernelModel kernel) {
        try (ClientMachine machine = ready(kvm(kernel), false)) {
            process.write(SOURCE + 16, new byte[] {42});
            assertThat(update(machine, 0, SOURCE + 16, 1)).isEqualTo(kernel == KernelModel.LINUX_6_16 ? DONE : INVALID);
            assertThat(update(machine, PAGE, SOURCE + 16, 3))
                    .as("a page of zeros has no source")
                    .isEqualTo(DONE);
            if (kernel == KernelModel.LINUX_6_16) {
                assertThat(machine.guestRead(0, 1)).isEqualTo(Bytes.ofHex("2a"));
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void certificatesGoWithReportsOnceTheyWereAskedFor(KernelModel kernel) {
        boolean known = kernel == KernelModel.LINUX_7_0;
        for (boolean asked : new boolean[] {false, true}) {
            try (ClientMachine machine = ready(kvm(kernel), asked)) {
                assertThat(update(machine, 0, SOURCE, SECRETS)).isEqualTo(DONE);
                byte[] key = machine.guestRead(0x20, 0x20).toArray();
                assertThat(process.op(machine, 102, new byte[88])).isEqualTo(DONE);
                GuestRequests requests = machine.adapt(GuestRequests.class).orElseThrow();
                RequestExit exit = requests.extended(sealed(key, MessageType.REPORT_REQ, 1, 96), 2);
                assertThat(exit.exitInfo2()).isZero();
                assertThat(exit.certificates()).isEqualTo(asked && known ? TestReports.TABLE : Bytes.of(new byte[24]));
                exit = requests.extended(sealed(key, MessageType.TSC_INFO_REQ, 3, 128), 0);
                assertThat(exit.exitInfo2()).isZero();
                assertThat(exit.certificates()).as("with reports alone").isEqualTo(Bytes.EMPTY);
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void attributesAreThoseOfTheRelease(KernelModel kernel) {
        boolean seven = kernel == KernelModel.LINUX_7_0;
        SoftKvm kvm = kvm(kernel);
        assertThat(kvm.attribute(SevAttribute.VMSA_FEATURES)).isEqualTo(OptionalLong.of(0x20));
        assertThat(kvm.attribute(SevAttribute.SNP_POLICY_BITS).isPresent()).isEqualTo(seven);
        assertThat(kvm.attribute(SevAttribute.CERTIFICATE_REQUESTS))
                .isEqualTo(seven ? OptionalLong.of(1) : OptionalLong.empty());
    }

    private static SoftKvm kvm(KernelModel kernel) {
        HostSettings host = new HostSettings(PlatformInit.PROBE, CpuidPages.STRICT, kernel);
        return new SoftKvmDevice(new SoftProcessor(OtherPlatforms.on(host), new TestReports()));
    }

    private ClientMachine ready(SoftKvm kvm, boolean certificates) {
        ClientMachine machine = kvm.createVm(VmType.SNP, process, Privacy.ENCRYPTED);
        assertThat(process.op(machine, 22, new byte[48])).isEqualTo(DONE);
        if (certificates) {
            boolean known = kvm.attribute(SevAttribute.CERTIFICATE_REQUESTS).isPresent();
            assertThat(process.op(machine, REQUEST_CERTIFICATES, 0)).isEqualTo(known ? DONE : INVALID);
        }
        byte[] start = Process.struct(64).putLong(0, 0x30000).array();
        assertThat(process.op(machine, 100, start)).isEqualTo(DONE);
        machine.setMemoryRegion(new ClientSlot(0, 0, 0x10000, RAM, true));
        machine.setMemoryAttributes(0, 0x10000, 8);
        return machine;
    }

    private Answer update(ClientMachine machine, long gpa, long source, int type) {
        ByteBuffer struct = Process.struct(64)
                .putLong(0, gpa / PAGE)
                .putLong(8, source)
                .putLong(16, PAGE)
                .put(24, (byte) type);
        return process.op(machine, 101, struct.array());
    }

    private static Bytes sealed(byte[] key, MessageType type, long number, int size) {
        return GuestMessage.seal(
                        Arrays.copyOf(key, key.length), MessageHeader.of(type, 1, 0, number, size), new byte[size])
                .page();
    }
}
