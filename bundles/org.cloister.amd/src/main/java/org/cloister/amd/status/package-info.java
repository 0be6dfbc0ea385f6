/** The numbers that kernel and firmware answer with, each with its name, meaning and remedy. */
@Version("1.0.0")
package org.cloister.amd.status;

import org.osgi.annotation.versioning.Version;
