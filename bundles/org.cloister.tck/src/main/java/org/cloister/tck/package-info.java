// SPDX-License-Identifier: Apache-2.0
/** The kit that vendors test against: every rule of guest types and platforms that can be checked, checked. */
@Version("1.0.0")
package org.cloister.tck;

import org.osgi.annotation.versioning.Version;
