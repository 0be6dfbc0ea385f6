// SPDX-License-Identifier: Apache-2.0
package org.cloister.amd.setting;

import java.util.List;

/**
 * What a guest whose registers are encrypted can have of a setting (Linux and QEMU, documentation of SEV-ES).
 * Immutable.
 *
 * @param allowed the values it can have
 * @param reason why, as a sentence that the type's name begins
 */
public record Restriction(List<String> allowed, String reason) {}
