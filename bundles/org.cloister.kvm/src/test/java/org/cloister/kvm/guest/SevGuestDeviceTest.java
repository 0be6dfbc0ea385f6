// SPDX-License-Identifier: Apache-2.0
package org.cloister.kvm.guest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.jna.Pointer;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.ServiceLoader;
import java.util.function.LongFunction;
import org.cloister.amd.message.KeyChoice;
import org.cloister.amd.message.ReportRequest;
import org.cloister.amd.status.Errno;
import org.cloister.api.Bytes;
import org.cloister.api.CloisterException;
import org.cloister.api.Problem;
import org.cloister.guest.device.DeviceAnswer;
import org.cloister.guest.device.DeviceCall;
import org.cloister.guest.device.DeviceGuest;
import org.cloister.guest.device.DeviceTransport;
import org.cloister.guest.device.ExtendedReportStruct;
import org.cloister.guest.device.GuestDevice;
import org.cloister.guest.device.SevGuestIoctl;
import org.cloister.kvm.libc.Descriptor;
import org.cloister.kvm.libc.Result;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the kernel gets to see of a request, and what becomes of nodes that are none. */
class SevGuestDeviceTest {
    private static final ReportRequest REPORT = ReportRequest.of(Bytes.ofHex("ab".repeat(64)), 1, KeyChoice.VCEK);

    @TempDir
    private Path folder;

    @Test
    void aClassPathHasItAsAService() throws IOException {
        // META-INF/services joins the classes in the jar alone
        URL[] project = {Path.of("").toUri().toURL()};
        try (URLClassLoader loader = new URLClassLoader(project, SevGuestDevice.class.getClassLoader())) {
            assertThat(ServiceLoader.load(GuestDevice.class, loader).findFirst())
                    .get()
                    .isInstanceOf(SevGuestDevice.class)
                    .extracting(GuestDevice::path)
                    .isEqualTo(GuestDevice.PATH);
        }
    }

    @Test
    void theKernelFindsRequestRoomAndResponse() {
        Bytes request = new ExtendedReportStruct(REPORT, 0, 4096).encode();
        DeviceCall call = new DeviceCall(SevGuestIoctl.GET_EXT_REPORT, request, 4096);
        DeviceAnswer answer = SevGuestDevice.call(call, kernel(address -> {
            Pointer struct = new Pointer(address);
            assertThat(struct.getByte(0)).isEqualTo((byte) 1);
            Pointer asked = new Pointer(struct.getLong(8));
            assertThat(asked.getByteArray(0, 96)).isEqualTo(REPORT.raw().toArray());
            assertThat(asked.getInt(104)).isEqualTo(4096);
            new Pointer(asked.getLong(96)).write(0, filled(4096, 7), 0, 4096);
            new Pointer(struct.getLong(16)).write(0, filled(4000, 9), 0, 4000);
            return new Result(0, 0);
        }));

        assertThat(answer.errno()).isZero();
        assertThat(answer.certificates().toArray()).containsOnly(7).hasSize(4096);
        assertThat(answer.response()).containsOnly(9).hasSize(4000);
    }

    @Test
    void bothNumbersAndTheNeededLengthComeBack() {
        Bytes request = new ExtendedReportStruct(REPORT, 0, 4096).encode();
        DeviceCall call = new DeviceCall(SevGuestIoctl.GET_EXT_REPORT, request, 4096);
        DeviceAnswer answer = SevGuestDevice.call(call, kernel(address -> {
            Pointer struct = new Pointer(address);
            new Pointer(struct.getLong(8)).setInt(104, 8192);
            struct.setLong(24, 1L << 32 | 0x16);
            return new Result(-1, Errno.EIO);
        }));

        assertThat(answer.errno()).isEqualTo(Errno.EIO);
        assertThat(answer.exitInfo2()).isEqualTo(0x1_0000_0016L);
        assertThat(ExtendedReportStruct.decode(answer.request()).length()).isEqualTo(8192);
        assertThat(answer.certificates()).isEqualTo(Bytes.EMPTY);
    }

    @Test
    void nodesThatAreNoneAreToldApart() throws Exception {
        Assumptions.assumeTrue(Descriptor.obstacle().isEmpty(), "needs Linux on x86-64");
        SevGuestDevice missing = new SevGuestDevice(folder.resolve("none").toString());
        assertThat(missing.probe()).isEqualTo(Errno.ENOENT);
        assertThat(new DeviceTransport(missing).obstacle())
                .hasValueSatisfying(reason -> assertThat(reason).contains("modprobe sev-guest"));
        refused(missing, "guest.device.missing");

        Path file = Files.createFile(folder.resolve("file"));
        SevGuestDevice other = new SevGuestDevice(file.toString());
        assertThat(other.probe()).isZero();
        refused(other, "guest.device.ioctl");
    }

    private static void refused(SevGuestDevice device, String code) {
        assertThatThrownBy(() -> new DeviceGuest(device).report(Bytes.EMPTY, 0))
                .isInstanceOfSatisfying(CloisterException.class, e -> {
                    assertThat(e.problem().kind()).isEqualTo(Problem.Kind.HOST);
                    assertThat(e.problem().code()).isEqualTo(code);
                });
    }

    private static LongFunction<Result> kernel(LongFunction<Result> kernel) {
        Assumptions.assumeTrue(Descriptor.obstacle().isEmpty(), "needs Linux on x86-64");
        return kernel;
    }

    private static byte[] filled(int length, int value) {
        byte[] bytes = new byte[length];
        Arrays.fill(bytes, (byte) value);
        return bytes;
    }
}
