// SPDX-License-Identifier: Apache-2.0
package org.cloister.guest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.cloister.amd.status.Errno;
import org.cloister.api.CloisterException;
import org.cloister.guest.device.DeviceAnswer;
import org.cloister.guest.device.DeviceCall;
import org.cloister.guest.device.DeviceTransport;
import org.cloister.guest.device.GuestDevice;
import org.cloister.guest.tsm.TsmTransport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The first way that is available is taken, and the reasons against the others are reported. */
class GuestTransportsTest {
    @TempDir
    private Path folder;

    @Test
    void theFirstThatIsThereIsTaken() {
        GuestTransports both = GuestTransports.of(List.of(tsm("none"), device(0), tsm(".")));
        assertThat(both.open().transport()).isEqualTo("sev-guest");
        assertThat(both.candidates())
                .extracting(candidate -> candidate.obstacle().isEmpty())
                .containsExactly(false, true, true);
        assertThat(GuestTransports.of(List.of(tsm("."), device(0))).open().transport())
                .isEqualTo("configfs-tsm");
    }

    @Test
    void withoutAnyEveryReasonIsTold() {
        GuestTransports none = GuestTransports.of(List.of(tsm("none"), device(Errno.ENOENT), device(Errno.EACCES)));
        assertThatThrownBy(none::open).isInstanceOfSatisfying(CloisterException.class, e -> {
            assertThat(e.problem().code()).isEqualTo("guest.transport");
            assertThat(e.problem().found())
                    .contains("configfs-tsm: ", "Linux 6.7", "sev-guest: ", "modprobe sev-guest", "as root");
        });
        assertThatThrownBy(GuestTransports.of(List.of())::open).hasMessageContaining("nothing was looked at");
    }

    private GuestTransport tsm(String name) {
        return new TsmTransport(folder.resolve(name));
    }

    private static GuestTransport device(int errno) {
        return new DeviceTransport(new GuestDevice() {
            @Override
            public String path() {
                return PATH;
            }

            @Override
            public Optional<String> obstacle() {
                return Optional.empty();
            }

            @Override
            public int probe() {
                return errno;
            }

            @Override
            public DeviceAnswer call(DeviceCall call) {
                return DeviceAnswer.failed(errno, call.request());
            }
        });
    }
}
