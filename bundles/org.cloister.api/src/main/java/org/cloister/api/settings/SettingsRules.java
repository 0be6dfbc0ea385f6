// SPDX-License-Identifier: Apache-2.0
package org.cloister.api.settings;

import java.util.List;
import java.util.Map;
import org.cloister.api.Problem;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * Judges one configuration before it counts. A service of the bundle that reads the configuration: so every mistake is
 * reported in the same way, with its file and line, and no component gets a wrong value.
 *
 * <p>Stateless and safe for use by several threads.
 */
@ConsumerType
public interface SettingsRules {
    /** The configuration's persistent identity, which is the name of its file without the ending. Always the same. */
    String pid();

    /** Every setting there is, with what it is where nothing is set; empty text for none. */
    Map<String, String> defaults();

    /**
     * What is wrong with values.
     *
     * @param given settings by their names, all of them keys of {@link #defaults}: text, or what a typed file has
     * @return one problem for each wrong value, {@linkplain Problem#at at} its key, of any kind; empty when all are
     *     good
     */
    List<Problem> wrong(Map<String, Object> given);
}
