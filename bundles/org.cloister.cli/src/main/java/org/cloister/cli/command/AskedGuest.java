// SPDX-License-Identifier: Apache-2.0
package org.cloister.cli.command;

import java.util.Map;
import java.util.Optional;
import org.cloister.amd.channel.PlatformStatus;
import org.cloister.amd.setting.GuestSetting;
import org.cloister.api.guest.GuestRequest;
import org.cloister.api.launch.Guest;
import org.cloister.cli.report.MeasurementAnswer;
import org.cloister.cli.report.OwnersCommands;

/**
 * A guest as it was asked for.
 *
 * @param files names of the files that settings were read from, by setting
 */
record AskedGuest(GuestRequest request, Map<String, String> files) {
    /** How its owner verifies what was measured; without an owner's session nobody has the key for that. */
    Optional<String> verify(Guest launched, PlatformStatus firmware) {
        Optional<String> session = Optional.ofNullable(request.properties().get(GuestSetting.SESSION.key()));
        return session.flatMap(any -> launched.report().measurement())
                .flatMap(MeasurementAnswer::base64)
                .map(answer -> OwnersCommands.verify(
                        request,
                        launched.report().plan(),
                        firmware,
                        answer,
                        Optional.ofNullable(files.get(GuestSetting.SESSION.key()))));
    }
}
