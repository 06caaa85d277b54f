"""The pages of the register, under `/r/<region>/organisations`."""

from core.organisations.views import duplicates as duplicates
from core.organisations.views import pages as pages
from core.organisations.views import workplaces as workplaces
from core.organisations.views.blueprint import bp as bp
