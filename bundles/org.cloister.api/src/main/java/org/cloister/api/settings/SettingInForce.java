// SPDX-License-Identifier: Apache-2.0
package org.cloister.api.settings;

import java.util.Optional;
import java.util.OptionalInt;

/**
 * A setting as it counts now. Immutable.
 *
 * @param pid the configuration that it belongs to
 * @param value as text
 * @param file where it is set; empty for a default, or where settings come from elsewhere
 * @param line the line in that file
 */
public record SettingInForce(String pid, String key, String value, Optional<String> file, OptionalInt line) {}
