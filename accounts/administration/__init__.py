"""The pages of people in the admin site: users, groups, browser sessions; registered by `accounts.admin`."""
