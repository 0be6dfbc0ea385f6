/** The guest type SEV. Found as a service; nothing is exported. */
package org.cloister.sev;
