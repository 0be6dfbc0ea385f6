// SPDX-License-Identifier: Apache-2.0
package org.cloister.insight;

import org.apache.felix.hc.api.FormattingResultLog;
import org.apache.felix.hc.api.HealthCheck;
import org.apache.felix.hc.api.Result;
import org.cloister.api.CloisterException;
import org.cloister.api.guest.GuestStatus;
import org.cloister.api.launch.Guest;
import org.cloister.api.launch.GuestLauncher;
import org.cloister.api.launch.GuestState;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/**
 * Whether the secure processor still reports each running guest as protected. Waits for calls of a guest that are under
 * way.
 */
@Component(property = {"hc.name=Cloister guests", "hc.tags=cloister"})
public final class GuestsCheck implements HealthCheck {
    private final GuestLauncher launcher;

    /** Looks at the guests of a launcher. */
    @Activate
    public GuestsCheck(@Reference GuestLauncher launcher) {
        this.launcher = launcher;
    }

    @Override
    public Result execute() {
        FormattingResultLog log = new FormattingResultLog();
        log.info("{} guests", launcher.guests().size());
        for (Guest guest : launcher.guests()) {
            if (guest.state() == GuestState.RUNNING) {
                look(guest, log);
            }
        }
        return new Result(log);
    }

    private static void look(Guest guest, FormattingResultLog log) {
        try {
            GuestStatus status = guest.status();
            if (!status.ready()) {
                log.critical("guest {} runs and is not protected: {}, {}", guest.id(), status.state(), status.detail());
            }
        } catch (CloisterException e) {
            // A guest that was closed meanwhile is not a finding
            if (guest.state() == GuestState.RUNNING) {
                log.critical("guest {}: {}", guest.id(), e.problem().message());
            }
        }
    }
}
