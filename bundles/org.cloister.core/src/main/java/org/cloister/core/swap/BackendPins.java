// SPDX-License-Identifier: Apache-2.0
package org.cloister.core.swap;

import java.lang.System.Logger.Level;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.cloister.api.CloisterException;
import org.cloister.api.operate.Diagnosis;
import org.cloister.api.operate.Diagnosis.Kind;
import org.cloister.core.doctor.Finder;
import org.cloister.core.doctor.FoundProblems;
import org.osgi.framework.Constants;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Modified;

/**
 * Who may come in now. A configuration that is wrong, or goes away, leaves the one before in force; where there was
 * none before, no backend comes in while it is wrong. Safe for use by several threads.
 */
@Component(
        service = {BackendPins.class, Finder.class},
        configurationPid = BackendPins.PID)
public final class BackendPins implements Finder {
    /** The configuration. */
    static final String PID = "org.cloister.core.backends";

    private static final System.Logger LOG = System.getLogger(BackendPins.class.getName());

    private final AtomicInteger changes = new AtomicInteger();
    private Pins pins = Pins.NONE;
    private CloisterException wrong;
    private boolean configured;

    /** Takes a configuration as it is now; without one there is no {@code service.pid}. */
    @Activate
    @Modified
    void configure(Map<String, Object> configuration) {
        apply(configuration);
        changes.incrementAndGet();
    }

    private synchronized void apply(Map<String, ?> configuration) {
        if (!configuration.containsKey(Constants.SERVICE_PID)) {
            if (configured) {
                LOG.log(Level.WARNING, "configuration {0} is gone; which backends may come in stays as it was", PID);
            }
            return;
        }
        try {
            pins = PinsReader.read(configuration);
            wrong = null;
            configured = true;
        } catch (CloisterException e) {
            wrong = e;
            LOG.log(
                    Level.ERROR,
                    e.getMessage() + (configured ? "; what was in force before stays" : "; no backend is swapped in"));
        }
    }

    /** How often the configuration changed: what was refused before may come in after a change. */
    int changes() {
        return changes.get();
    }

    /**
     * What holds for a swap that begins now.
     *
     * @throws CloisterException {@code settings.invalid} when there never was a configuration that could be read
     */
    synchronized Pins get() {
        if (wrong != null && !configured) {
            throw wrong.problem()
                    .remedy("correct it; until then no backend is swapped in here")
                    .exception(wrong);
        }
        return pins;
    }

    @Override
    public synchronized List<Diagnosis> findings() {
        String effect = configured ? "what was in force before stays" : "no backend is swapped in";
        return Stream.ofNullable(wrong)
                .map(e -> FoundProblems.warning(Kind.SETTINGS, PID, "settings are wrong; " + effect, e.problem()))
                .toList();
    }
}
