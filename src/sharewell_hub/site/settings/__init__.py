"""Everything that can be set, in six parts."""

from sharewell_hub.site.settings.gathering import *
from sharewell_hub.site.settings.letters import *
from sharewell_hub.site.settings.security import *
from sharewell_hub.site.settings.signing_in import *
from sharewell_hub.site.settings.storage import *
from sharewell_hub.site.settings.words import *
