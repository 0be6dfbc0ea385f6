// SPDX-License-Identifier: Apache-2.0
package org.cloister.api.settings;

import java.util.List;
import org.cloister.api.CloisterException;
import org.cloister.api.Problem;

/** Settings are wrong, so that nothing can be launched by them; with everything that is wrong. */
public class SettingsException extends CloisterException {
    private static final long serialVersionUID = 1L;

    /** Not serialised: exceptions of this kind stay within a process. */
    private final transient List<RefusedSetting> refused;

    /**
     * Creates an exception, whose problem is the first of them.
     *
     * @param refused what is wrong, not empty
     */
    public SettingsException(List<RefusedSetting> refused) {
        super(first(refused), null);
        this.refused = List.copyOf(refused);
    }

    private static Problem first(List<RefusedSetting> refused) {
        return refused.get(0).placed();
    }

    /** What is wrong. */
    public List<RefusedSetting> refused() {
        return refused;
    }
}
