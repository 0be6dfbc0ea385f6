package org.cloister.core.settings;

import java.lang.System.Logger.Level;
import java.util.Map;
import org.cloister.api.CloisterException;
import org.cloister.api.Problem;

/** The settings that are in force now. Safe for use by several threads. */
public final class CurrentSettings {
    private static final System.Logger LOG = System.getLogger(CurrentSettings.class.getName());

    private Settings settings = Settings.DEFAULT;
    private CloisterException refused;
    private boolean configured;

    /**
     * Puts a configuration in force. One that is wrong is logged, and the one before it stays. The very first has none before it: nothing
     * is allowed then, because what was meant is not known.
     */
    public synchronized void apply(Map<String, ?> configuration) {
        try {
            settings = SettingsReader.read(configuration);
            refused = null;
            configured = true;
        } catch (CloisterException e) {
            refused = configured ? null : e;
            LOG.log(
                    Level.ERROR,
                    e.getMessage() + (configured ? "; the settings before stay" : "; no guest is launched"));
        }
    }

    /**
     * The settings for a launch that begins now.
     *
     * @throws CloisterException {@code settings.invalid} when there never were any that could be read
     */
    public synchronized Settings get() {
        if (refused != null) {
            Problem problem = refused.problem();
            throw problem.remedy("correct it; until then no guest is launched here")
                    .exception(refused);
        }
        return settings;
    }
}
