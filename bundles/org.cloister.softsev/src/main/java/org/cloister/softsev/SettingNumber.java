// SPDX-License-Identifier: Apache-2.0
package org.cloister.softsev;

import java.util.OptionalLong;
import org.cloister.api.Numbers;

/** Numbers of settings, as people write them: decimal, {@code 0x} and hexadecimal, or a size such as {@code 64G}. */
final class SettingNumber {
    private SettingNumber() {}

    static OptionalLong parse(String text) {
        OptionalLong size = Numbers.parseSize(text);
        return size.isPresent() ? size : Numbers.parseSigned(text);
    }
}
