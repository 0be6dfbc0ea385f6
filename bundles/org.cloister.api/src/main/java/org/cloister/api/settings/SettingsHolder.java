// SPDX-License-Identifier: Apache-2.0
package org.cloister.api.settings;

import java.util.List;
import java.util.Map;
import org.cloister.api.Problem;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * Keeps the settings of one configuration while it runs, and may refuse a change that is right by itself: a platform
 * whose machines cannot change with it. A service of the component that has the configuration, which
 * {@link SettingsRules} of the same name judge. What it refuses changes nothing; {@code doctor} and {@code config show}
 * name it.
 *
 * <p>Safe for use by several threads.
 *
 * @since 1.1
 */
@ConsumerType
public interface SettingsHolder {
    /** The configuration's persistent identity; always the same. */
    String pid();

    /**
     * What would be refused now. Nothing is changed.
     *
     * @param given settings by their names, none of which the {@link SettingsRules} call wrong; what is not there has
     *     its default
     * @return one problem for each refused value, {@linkplain Problem#at at} its key; empty when all would count
     */
    List<Problem> refuses(Map<String, Object> given);

    /**
     * What it refused of the configuration that it got last, as wrong or as not possible now.
     *
     * @return one problem for each refused value, {@linkplain Problem#at at} its key; empty when that configuration is
     *     in force
     */
    List<Problem> refused();
}
