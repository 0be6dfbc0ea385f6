// SPDX-License-Identifier: Apache-2.0
package org.cloister.cli.command;

import java.util.Optional;
import org.cloister.amd.channel.GetPlatformStatus;
import org.cloister.amd.channel.PlatformChannel;
import org.cloister.amd.channel.PlatformStatus;
import org.cloister.api.CloisterException;
import org.cloister.api.guest.Measurement;
import org.cloister.api.launch.Guest;
import org.cloister.cli.session.CommandContext;

/**
 * The firmware that authenticated a guest's measurement: its version is in the code, so that owners have to know it
 * ({@code verify measurement}).
 */
final class MeasuringFirmware {
    private MeasuringFirmware() {}

    /** Its status; empty for a guest whose measurement has no code, and where the firmware cannot be asked. */
    static Optional<PlatformStatus> of(CommandContext session, Guest guest) {
        boolean authenticated =
                guest.report().measurement().flatMap(Measurement::nonce).isPresent();
        return authenticated
                ? MonitorOptions.processor(session, guest)
                        .flatMap(processor -> processor.adapt(PlatformChannel.class))
                        .flatMap(MeasuringFirmware::status)
                : Optional.empty();
    }

    /** The guest is launched: what is only told does not make that fail. */
    private static Optional<PlatformStatus> status(PlatformChannel channel) {
        try {
            return Optional.of(channel.execute(new GetPlatformStatus()));
        } catch (CloisterException refused) {
            return Optional.empty();
        }
    }
}
